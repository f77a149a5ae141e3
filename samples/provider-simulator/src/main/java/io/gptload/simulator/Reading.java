package io.gptload.simulator;

import java.time.Duration;

/**
 * The state of one limit after a request was admitted or refused.
 *
 * @param limit the limit
 * @param remaining how much the window still allows
 * @param reset the time until the window ends; zero if no window is running
 */
record Reading(RateLimit limit, long remaining, Duration reset) {
    /** The smallest wait a client is told; a reset of zero would invite an endless loop. */
    Duration retryIn() {
        Duration least = Duration.ofMillis(1);
        return reset.compareTo(least) < 0 ? least : reset;
    }
}
