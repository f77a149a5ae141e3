package io.gptload.simulator;

import java.math.BigDecimal;
import java.time.Duration;

/** Writes durations the way providers do. */
final class Intervals {
    private Intervals() {}

    /** As in {@code x-ratelimit-reset-requests}: "120ms", "1.5s", "6m0s", "1h0m0s". */
    static String goStyle(Duration duration) {
        long millis = ceilMillis(duration);
        if (millis > 0 && millis < 1000) {
            return millis + "ms";
        }
        StringBuilder text = new StringBuilder();
        long minutes = millis / 60_000;
        if (minutes >= 60) {
            text.append(minutes / 60).append('h');
        }
        if (minutes > 0) {
            text.append(minutes % 60).append('m');
        }
        return text.append(decimalSeconds(millis % 60_000)).append('s').toString();
    }

    /** As in {@code google.rpc.RetryInfo}: "1.2s". */
    static String protobufStyle(Duration duration) {
        return decimalSeconds(ceilMillis(duration)) + "s";
    }

    /** As in {@code retry-after}: whole seconds, rounded up. */
    static long wholeSeconds(Duration duration) {
        return (ceilMillis(duration) + 999) / 1000;
    }

    static long ceilMillis(Duration duration) {
        long millis = duration.toMillis();
        return duration.minusMillis(millis).isZero() ? millis : millis + 1;
    }

    private static String decimalSeconds(long millis) {
        BigDecimal seconds = BigDecimal.valueOf(millis, 3).stripTrailingZeros();
        return seconds.toPlainString();
    }
}
