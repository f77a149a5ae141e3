/** The application as it was. */
@NullMarked
package io.gptload.samples.migration.before;

import org.jspecify.annotations.NullMarked;
