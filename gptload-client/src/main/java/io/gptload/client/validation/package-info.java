/** Finding out whether keys work. */
@NullMarked
package io.gptload.client.validation;

import org.jspecify.annotations.NullMarked;
