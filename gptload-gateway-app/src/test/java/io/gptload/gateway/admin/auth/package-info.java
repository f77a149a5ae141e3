/** Tests of the administration. */
@NullMarked
package io.gptload.gateway.admin.auth;

import org.jspecify.annotations.NullMarked;
