/** What operators see and do: the endpoint and the health of the pools. */
@NullMarked
package io.gptload.spring.actuate;

import org.jspecify.annotations.NullMarked;
