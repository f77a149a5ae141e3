/** What the engine does, as Micrometer observations: spans of the attempts of a call. */
@NullMarked
package io.gptload.spring.observation;

import org.jspecify.annotations.NullMarked;
