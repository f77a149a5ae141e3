package io.gptload.client.policy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Durations as providers write them: {@code 1s}, {@code 6m0s}, {@code 120ms}, {@code 1h2m3.5s}, {@code 2d}, {@code 90}
 * (seconds), {@code 1.5} and, for configuration, ISO-8601. Nothing here is slow or large for a hostile text.
 */
final class DurationText {

    private static final int MOST_CHARS = 40;
    private static final double MOST_SECONDS = Duration.ofDays(36_600).toSeconds();

    private DurationText() {}

    /** The duration, possibly negative, at most a hundred years; {@code null} if the text is none. */
    static @Nullable Duration parse(String text) {
        String t = text.strip().toLowerCase(Locale.ROOT);
        if (t.isEmpty() || t.length() > MOST_CHARS) {
            return null;
        }
        if (t.startsWith("p")) {
            return iso(t);
        }
        boolean negative = t.charAt(0) == '-';
        int at = negative || t.charAt(0) == '+' ? 1 : 0;
        double seconds = 0;
        if (at == t.length()) {
            return null;
        }
        while (at < t.length()) {
            int end = numberEnd(t, at);
            double number = number(t, at, end);
            int unitEnd = unitEnd(t, end);
            double unit = unit(t.substring(end, unitEnd), seconds == 0 && end == t.length());
            if (Double.isNaN(number) || unit < 0) {
                return null;
            }
            seconds += number * unit;
            at = unitEnd;
        }
        return of(negative ? -seconds : seconds);
    }

    /** Seconds, cut to the range of {@link #parse}. */
    static Duration of(double seconds) {
        double cut = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, seconds));
        return Duration.ofNanos(Math.round(cut * 1e9));
    }

    private static @Nullable Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException e) {
            return null;
        }
    }

    private static int numberEnd(String t, int at) {
        int end = at;
        while (end < t.length() && (t.charAt(end) >= '0' && t.charAt(end) <= '9' || t.charAt(end) == '.')) {
            end++;
        }
        return end;
    }

    private static int unitEnd(String t, int at) {
        int end = at;
        while (end < t.length() && (t.charAt(end) >= 'a' && t.charAt(end) <= 'z' || t.charAt(end) == 'µ')) {
            end++;
        }
        return end;
    }

    private static double number(String t, int from, int to) {
        try {
            return Double.parseDouble(t.substring(from, to));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static double unit(String unit, boolean bare) {
        return switch (unit) {
            case "" -> bare ? 1 : -1;
            case "ns" -> 1e-9;
            case "us", "µs" -> 1e-6;
            case "ms" -> 1e-3;
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> -1;
        };
    }
}
