/** Tests of the administration. */
@NullMarked
package io.gptload.gateway.clientkey;

import org.jspecify.annotations.NullMarked;
