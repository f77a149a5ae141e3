package io.gptload.client.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the parts of an attempt may take.
 *
 * @param connect to connect
 * @param header from the request's last byte to the response's first
 * @param idle the longest pause within the response's body
 * @param total the whole attempt, its body included; {@code null} when a stream was asked for
 */
public record Timeouts(
        Duration connect,
        Duration header,
        Duration idle,
        @Nullable Duration total) {}
