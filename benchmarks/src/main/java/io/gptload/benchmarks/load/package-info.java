/** The gateway under load: beside nginx, and with thousands of streams. */
@NullMarked
package io.gptload.benchmarks.load;

import org.jspecify.annotations.NullMarked;
