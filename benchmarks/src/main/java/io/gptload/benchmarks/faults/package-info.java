/** What becomes of a shared pool when parts of it fail. */
@NullMarked
package io.gptload.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
