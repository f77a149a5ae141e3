package io.gptload.client.internal.pool;

import io.gptload.client.policy.Category;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long a key cools. What the provider said counts, plus a little jitter so that keys told the same instant do not
 * come back in one burst; when it said nothing, each time in a row doubles the last.
 */
final class CooldownLength {

    private static final Duration JITTER_LIMIT = Duration.ofMillis(500);
    private static final double JITTER = 0.02;

    private final DoubleSupplier random;

    /** @param random numbers from 0 (inclusive) to 1 (exclusive) */
    CooldownLength(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * The length in nanoseconds.
     *
     * @param told what the evidence says
     * @param step how often in a row before, from 0
     */
    long nanos(Category cause, @Nullable Duration told, int step) {
        long base = told != null ? told.toNanos() : escalated(cause, step).toNanos();
        long jitter = Math.min((long) (base * JITTER), JITTER_LIMIT.toNanos());
        return base + (long) (jitter * random.getAsDouble());
    }

    private static Duration escalated(Category cause, int step) {
        return switch (cause) {
            case QUOTA_EXHAUSTED, NOT_PERMITTED -> doubled(Duration.ofHours(1), Duration.ofHours(24), step);
            default -> doubled(Duration.ofSeconds(1), Duration.ofSeconds(60), step);
        };
    }

    private static Duration doubled(Duration first, Duration most, int step) {
        Duration length = first.multipliedBy(1L << Math.min(step, 20));
        return length.compareTo(most) > 0 ? most : length;
    }
}
