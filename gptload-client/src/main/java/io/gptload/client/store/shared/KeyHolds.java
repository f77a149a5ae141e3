package io.gptload.client.store.shared;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Groups whose keys are being changed in many steps here. Reading all of them again after every step would slow down both,
 * so they are read seldom until the change is over. Thread-safe.
 */
final class KeyHolds {

    private static final long PAUSE_NANOS = Duration.ofSeconds(15).toNanos();

    private final Map<Long, Hold> holds = new HashMap<>();

    private record Hold(int count, long dueNanos) {}

    synchronized void begin(long groupId) {
        holds.merge(
                groupId,
                new Hold(1, System.nanoTime() + PAUSE_NANOS),
                (known, one) -> new Hold(known.count + 1, known.dueNanos));
    }

    synchronized void end(long groupId) {
        holds.computeIfPresent(groupId, (id, hold) -> less(hold));
    }

    private static @Nullable Hold less(Hold hold) {
        return hold.count == 1 ? null : new Hold(hold.count - 1, hold.dueNanos);
    }

    /** Whether the keys of that group may wait. */
    synchronized boolean defer(long groupId) {
        Hold hold = holds.get(groupId);
        return hold != null && System.nanoTime() - hold.dueNanos < 0;
    }

    /** Notes that the keys of that group were read. */
    synchronized void read(long groupId) {
        holds.computeIfPresent(groupId, (id, hold) -> new Hold(hold.count, System.nanoTime() + PAUSE_NANOS));
    }
}
