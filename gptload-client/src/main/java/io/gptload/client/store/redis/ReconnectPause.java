package io.gptload.client.store.redis;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before connecting again: twice as long each time, with jitter so that not all come back at once. */
final class ReconnectPause {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int STEPS = 6;

    private int times;

    /** Connected: the next pause is a short one. */
    void reset() {
        times = 0;
    }

    void await() throws InterruptedException {
        long most = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(times++, STEPS));
        Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}
