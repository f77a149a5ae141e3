/** The application with a pool of keys. */
@NullMarked
package io.gptload.samples.migration.after;

import org.jspecify.annotations.NullMarked;
