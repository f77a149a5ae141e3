package io.gptload.client.store.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The processes that were heard of lately. One thread hears; any may ask how many they are. */
final class KnownNodes {

    private static final long SILENCE_NANOS =
            Duration.ofMillis(5 * NoticeSender.HEARTBEAT_MILLIS).toNanos();

    private final Map<String, Long> heard = new HashMap<>();
    private volatile int count = 1;

    void heard(String node) {
        long now = System.nanoTime();
        heard.put(node, now);
        heard.values().removeIf(at -> now - at > SILENCE_NANOS);
        count = heard.size();
    }

    /** 1 or more. Stays as it is while nobody is heard of, for then it is we who are cut off. */
    int count() {
        return count;
    }
}
