package io.gptload.client.session;

import java.time.Duration;

/**
 * How long an attempt may be kept waiting, at a time.
 *
 * @param connect to connect
 * @param header from the request's last byte to the response's first
 * @param idle the longest pause within the response's body
 */
public record Timeouts(Duration connect, Duration header, Duration idle) {

    /**
     * How long the rest of a body is read when the caller reads no further. Within that time its connection can be kept, and
     * the caller has had what it wanted; after it the upstream is to stop.
     */
    public static final Duration LEFTOVERS = Duration.ofMillis(20);
}
