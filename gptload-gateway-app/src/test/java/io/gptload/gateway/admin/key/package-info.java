/** Tests of the administration. */
@NullMarked
package io.gptload.gateway.admin.key;

import org.jspecify.annotations.NullMarked;
