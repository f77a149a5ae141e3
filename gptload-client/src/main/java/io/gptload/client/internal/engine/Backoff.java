package io.gptload.client.internal.engine;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The pause before an upstream that failed is asked again: doubling from 200 ms to 2 s, half of it random. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration LONGEST_TOLD = Duration.ofSeconds(5);

    private final DoubleSupplier random;

    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * @param retry 1 for the first
     * @param told what the upstream asked for; followed up to 5 s
     */
    Duration pause(int retry, @Nullable Duration told) {
        long most = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(retry - 1, 10));
        Duration pause = Duration.ofNanos((long) (most * (0.5 + 0.5 * random.getAsDouble())));
        if (told != null && told.compareTo(pause) > 0) {
            return told.compareTo(LONGEST_TOLD) > 0 ? LONGEST_TOLD : told;
        }
        return pause;
    }
}
