/** Tests of background validation. */
@NullMarked
package io.gptload.gateway.validation;

import org.jspecify.annotations.NullMarked;
