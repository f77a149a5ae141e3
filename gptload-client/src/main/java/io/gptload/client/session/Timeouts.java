package io.gptload.client.session;

import java.time.Duration;

/**
 * How long an attempt may be kept waiting, at a time.
 *
 * @param connect to connect
 * @param header from the request's last byte to the response's first
 * @param idle the longest pause within the response's body
 */
public record Timeouts(Duration connect, Duration header, Duration idle) {}
