/**
 * Clocks, so that nothing in the engine asks the system for the time behind a test's back.
 */
@NullMarked
package io.gptload.client.time;

import org.jspecify.annotations.NullMarked;
