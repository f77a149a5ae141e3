/** One pool for three processes. */
@NullMarked
package io.gptload.samples.shared;

import org.jspecify.annotations.NullMarked;
