/** Tests of the administration. */
@NullMarked
package io.gptload.gateway.admin.usage;

import org.jspecify.annotations.NullMarked;
