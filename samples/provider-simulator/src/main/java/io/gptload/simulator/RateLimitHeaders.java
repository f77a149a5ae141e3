package io.gptload.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Tells a client about its limits in headers, each provider in its own way. */
final class RateLimitHeaders {
    private RateLimitHeaders() {}

    static void write(HeaderMap headers, Dialect dialect, SimulatedKey key, Admission admission, Instant now) {
        if (!key.rateLimitHeaders() || dialect == Dialect.GEMINI || dialect == Dialect.GEMINI_OPENAI) {
            return;
        }
        for (Reading reading : admission.readings()) {
            if (dialect == Dialect.ANTHROPIC) {
                anthropic(headers, reading, now);
            } else {
                openAi(headers, reading);
            }
        }
        retryAfter(headers, key, admission.exhausted());
    }

    private static void openAi(HeaderMap headers, Reading reading) {
        String unit = reading.limit().unit().label();
        headers.add("x-ratelimit-limit-" + unit, Long.toString(reading.limit().amount()));
        headers.add("x-ratelimit-remaining-" + unit, Long.toString(reading.remaining()));
        headers.add("x-ratelimit-reset-" + unit, Intervals.goStyle(reading.reset()));
    }

    private static void anthropic(HeaderMap headers, Reading reading, Instant now) {
        String prefix = "anthropic-ratelimit-" + reading.limit().unit().label();
        headers.add(prefix + "-limit", Long.toString(reading.limit().amount()));
        headers.add(prefix + "-remaining", Long.toString(reading.remaining()));
        headers.add(prefix + "-reset", ceilSecond(now.plus(reading.reset())).toString());
    }

    private static void retryAfter(HeaderMap headers, SimulatedKey key, @Nullable Reading exhausted) {
        if (exhausted == null) {
            return;
        }
        Duration wait = exhausted.retryIn();
        headers.add("retry-after", Long.toString(Intervals.wholeSeconds(wait)));
        if (key.retryAfterMillis()) {
            headers.add("retry-after-ms", Long.toString(Intervals.ceilMillis(wait)));
        }
    }

    private static Instant ceilSecond(Instant instant) {
        Instant second = instant.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(instant) ? second : second.plusSeconds(1);
    }
}
