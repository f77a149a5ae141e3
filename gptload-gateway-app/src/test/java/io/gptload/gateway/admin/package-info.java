/** Tests of the administration. */
@NullMarked
package io.gptload.gateway.admin;

import org.jspecify.annotations.NullMarked;
