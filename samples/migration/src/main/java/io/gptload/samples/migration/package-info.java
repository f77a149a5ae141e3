/** An application that gets a pool of keys. */
@NullMarked
package io.gptload.samples.migration;

import org.jspecify.annotations.NullMarked;
