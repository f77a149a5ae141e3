/** How soon one process knows what another one learned. */
@NullMarked
package io.gptload.benchmarks.sharing;

import org.jspecify.annotations.NullMarked;
