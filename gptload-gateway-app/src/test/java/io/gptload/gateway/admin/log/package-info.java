/** Tests of the administration. */
@NullMarked
package io.gptload.gateway.admin.log;

import org.jspecify.annotations.NullMarked;
