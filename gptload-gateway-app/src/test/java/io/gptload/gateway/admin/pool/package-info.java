/** Tests of the administration. */
@NullMarked
package io.gptload.gateway.admin.pool;

import org.jspecify.annotations.NullMarked;
