/** Tests of the administration. */
@NullMarked
package io.gptload.gateway.admin.integration;

import org.jspecify.annotations.NullMarked;
