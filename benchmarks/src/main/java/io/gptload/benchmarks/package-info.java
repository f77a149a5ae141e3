/** Measures what the engine costs, without a network. */
@NullMarked
package io.gptload.benchmarks;

import org.jspecify.annotations.NullMarked;
