package io.gptload.gateway.web;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as gpt-load writes them: {@code 1h2m3.456789s}, {@code 1.5ms}. */
final class Uptime {

    private Uptime() {}

    /** @param duration not negative */
    static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.toSeconds() == 0) {
            return belowASecond(duration.toNanos());
        }
        String seconds = fraction(duration.toSecondsPart() * 1_000_000_000L + duration.toNanosPart(), 9) + "s";
        if (duration.toHours() > 0) {
            return duration.toHours() + "h" + duration.toMinutesPart() + "m" + seconds;
        }
        return duration.toMinutes() > 0 ? duration.toMinutes() + "m" + seconds : seconds;
    }

    private static String belowASecond(long nanos) {
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        return nanos < 1_000_000 ? fraction(nanos, 3) + "µs" : fraction(nanos, 6) + "ms";
    }

    private static String fraction(long value, int digits) {
        return BigDecimal.valueOf(value, digits).stripTrailingZeros().toPlainString();
    }
}
