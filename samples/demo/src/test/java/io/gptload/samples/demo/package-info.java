/** The demo, run for a moment. */
@NullMarked
package io.gptload.samples.demo;

import org.jspecify.annotations.NullMarked;
