/** What tells operators and their machines how the gateway does: health, metrics, and who may see them. */
@NullMarked
package io.gptload.gateway.actuator;

import org.jspecify.annotations.NullMarked;
