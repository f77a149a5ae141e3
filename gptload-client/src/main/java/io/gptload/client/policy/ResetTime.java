package io.gptload.client.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The time from now to a reset, in any of the forms in use: a duration, seconds, an epoch in seconds or milliseconds
 * (told apart by size), RFC 3339, an HTTP date.
 */
final class ResetTime {

    private static final double LEAST_EPOCH_SECONDS = 1e9;
    private static final double LEAST_EPOCH_MILLIS = 1e12;

    private ResetTime() {}

    /** The time from now, 0 for the past, {@code null} if the text says nothing. */
    static @Nullable Duration parse(@Nullable String text, Instant now) {
        if (text == null || text.isBlank() || text.length() > 64) {
            return null;
        }
        String t = text.strip();
        Duration duration = isNumber(t) ? number(Double.parseDouble(t), now) : DurationText.parse(t);
        if (duration == null) {
            duration = date(t, now);
        }
        return duration == null ? null : atLeastZero(duration);
    }

    static Duration atLeastZero(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static boolean isNumber(String t) {
        int dots = 0;
        int digits = 0;
        for (int i = t.charAt(0) == '-' ? 1 : 0; i < t.length(); i++) {
            char c = t.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else {
                return false;
            }
        }
        return dots <= 1 && digits > 0;
    }

    private static Duration number(double value, Instant now) {
        if (value < LEAST_EPOCH_SECONDS) {
            return DurationText.of(value);
        }
        double seconds = value < LEAST_EPOCH_MILLIS ? value : value / 1000;
        return DurationText.of(seconds - now.toEpochMilli() / 1000.0);
    }

    private static @Nullable Duration date(String t, Instant now) {
        try {
            if (t.length() > 10 && t.charAt(4) == '-') {
                return Duration.between(now, OffsetDateTime.parse(t).toInstant());
            }
            return Duration.between(now, ZonedDateTime.parse(t, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
