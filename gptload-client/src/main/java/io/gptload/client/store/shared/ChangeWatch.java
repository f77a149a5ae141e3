package io.gptload.client.store.shared;

import io.gptload.client.store.jdbc.ChangeCounters.Kind;
import java.util.Map;

/** Calls somebody when what is stored of a kind changed. Thread-safe. */
final class ChangeWatch {

    private static final long UNSEEN = -1;

    private final Kind kind;
    private final Runnable action;
    private long seen = UNSEEN;

    ChangeWatch(Kind kind, Runnable action) {
        this.kind = kind;
        this.action = action;
    }

    /** Calls it if the number is another one than the last time; one that fails is called again next time. */
    synchronized void look(Map<Kind, Long> now) {
        long number = now.getOrDefault(kind, 0L);
        if (number != seen) {
            action.run();
            seen = number;
        }
    }
}
