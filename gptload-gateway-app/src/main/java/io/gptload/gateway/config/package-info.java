/** Everything the gateway reads before it starts: environment, {@code .env}, connection strings, command line. */
@NullMarked
package io.gptload.gateway.config;

import org.jspecify.annotations.NullMarked;
