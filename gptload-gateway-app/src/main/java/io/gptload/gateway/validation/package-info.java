/** Keys that are out of rotation, tried in the background. */
@NullMarked
package io.gptload.gateway.validation;

import org.jspecify.annotations.NullMarked;
