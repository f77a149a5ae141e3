package io.gptload.client.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An instant written as seconds or milliseconds since 1970. Told apart by size: seconds reach 10^12 in the year 33658. */
final class EpochTime {

    private static final long LEAST_SECONDS = 1_000_000_000L;
    private static final long LEAST_MILLIS = 1_000_000_000_000L;
    private static final int MOST_DIGITS = 15;

    private EpochTime() {}

    /** The instant, or {@code null} if the text is no number or too small to be one. */
    static @Nullable Instant parse(@Nullable String text) {
        if (text == null
                || text.isEmpty()
                || text.length() > MOST_DIGITS
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        long value = Long.parseLong(text);
        if (value < LEAST_SECONDS) {
            return null;
        }
        return value < LEAST_MILLIS ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
    }
}
