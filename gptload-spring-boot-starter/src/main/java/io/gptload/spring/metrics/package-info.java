/** What the engine does, as Micrometer meters. */
@NullMarked
package io.gptload.spring.metrics;

import org.jspecify.annotations.NullMarked;
