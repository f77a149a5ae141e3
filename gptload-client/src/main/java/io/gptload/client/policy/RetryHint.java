package io.gptload.client.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A waiting time in prose: "Please try again in 6m0s." (OpenAI, Groq), "Please retry in 34.07s." (Gemini), "wait 20
 * seconds" (GitHub Models), "You will regain access on 2026-11-01 at 00:00 UTC." (Anthropic).
 */
final class RetryHint {

    private static final Pattern IN = Pattern.compile(
            "(?i)\\b(?:again|retry|wait|resets?)(?: in| after)? (\\d[0-9.]{0,15}) ?([a-zµ][0-9a-zµ.]{0,24})");
    private static final Pattern ON =
            Pattern.compile("(?i)regain access on (\\d{4})-(\\d\\d)-(\\d\\d)(?: at (\\d\\d):(\\d\\d) UTC)?");

    private RetryHint() {}

    /** The time from now, or {@code null} if the text does not say. */
    static @Nullable Duration parse(@Nullable String message, Instant now) {
        if (message == null) {
            return null;
        }
        Matcher in = IN.matcher(message);
        if (in.find()) {
            return duration(in.group(1), in.group(2));
        }
        Matcher on = ON.matcher(message);
        return on.find() ? until(on, now) : null;
    }

    private static @Nullable Duration duration(String number, String rest) {
        String unit = rest;
        while (unit.endsWith(".")) {
            unit = unit.substring(0, unit.length() - 1);
        }
        String lower = unit.toLowerCase(Locale.ROOT);
        String known = switch (lower) {
            case "second", "seconds", "sec", "secs" -> "s";
            case "minute", "minutes", "min", "mins" -> "m";
            case "hour", "hours" -> "h";
            case "day", "days" -> "d";
            case "milliseconds", "millisecond" -> "ms";
            default -> lower;
        };
        return DurationText.parse(number + known);
    }

    private static @Nullable Duration until(Matcher on, Instant now) {
        try {
            int hour = on.group(4) == null ? 0 : Integer.parseInt(on.group(4));
            int minute = on.group(5) == null ? 0 : Integer.parseInt(on.group(5));
            Instant then = LocalDateTime.of(
                            Integer.parseInt(on.group(1)),
                            Integer.parseInt(on.group(2)),
                            Integer.parseInt(on.group(3)),
                            hour,
                            minute)
                    .toInstant(ZoneOffset.UTC);
            return ResetTime.atLeastZero(Duration.between(now, then));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
