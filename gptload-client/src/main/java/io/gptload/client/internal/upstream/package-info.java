/** The upstreams of a group: weights, circuit breakers, suspension. Not API. */
@NullMarked
package io.gptload.client.internal.upstream;

import org.jspecify.annotations.NullMarked;
