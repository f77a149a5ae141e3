/**
 * What the engine tells its listeners.
 */
@NullMarked
package io.gptload.client.event;

import org.jspecify.annotations.NullMarked;
