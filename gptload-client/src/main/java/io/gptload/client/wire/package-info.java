/**
 * What is true on the wire whatever the engine does with it: channels, header access, error bodies.
 */
@NullMarked
package io.gptload.client.wire;

import org.jspecify.annotations.NullMarked;
