package io.gptload.client.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of one limit, as the headers of an answer give it.
 *
 * @param kind what is counted
 * @param name the rest of the header's name, for instance {@code requests}, {@code tokens-minute}, {@code input-tokens}, or
 *     empty
 * @param limit the size of the window, {@code null} when not said
 * @param remaining what is left of it, {@code null} when not said
 * @param resetAfter the time until it is full again, or has room again; never negative; {@code null} when not said
 */
public record RateLimitWindow(
        Kind kind,
        String name,
        @Nullable Long limit,
        @Nullable Long remaining,
        @Nullable Duration resetAfter) {

    /** What a window counts. */
    public enum Kind {
        /** Calls. Also a window that does not say what it counts. */
        REQUESTS,
        /** Tokens, of either direction or one. */
        TOKENS,
        /** Anything else, for instance a subscription's allowance. */
        OTHER
    }

    /** Whether nothing is left. A reset says something about the key only then. */
    public boolean isExhausted() {
        return remaining != null && remaining <= 0;
    }
}
