package io.gptload.gateway.config;

import java.time.Duration;

/**
 * How the gateway listens. A duration that is not positive means no limit.
 *
 * @param port from 1 to 65535
 * @param host the address to bind to
 * @param readTimeout for a request to arrive
 * @param writeTimeout how long a client may take none of the bytes waiting for it; a stream that flows is never cut
 * @param idleTimeout between requests on one connection
 * @param shutdownTimeout for everything between the signal and the exit, at least 10 seconds
 * @param maxConcurrentRequests in flight at once, at least 1
 */
public record ServerSettings(
        int port,
        String host,
        Duration readTimeout,
        Duration writeTimeout,
        Duration idleTimeout,
        Duration shutdownTimeout,
        int maxConcurrentRequests) {

    /** How long requests in flight may take to finish at shutdown; the rest of the time is for writing down what is pending. */
    public Duration drainTimeout() {
        return shutdownTimeout.minusSeconds(5);
    }
}
