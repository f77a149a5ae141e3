package io.gptload.client.internal.upstream;

import io.gptload.client.internal.pool.KeyCell;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys an upstream refused without a definite marker since it last served anybody. Several of them in a short time
 * mean that it refuses everybody: a region or address block, not bad keys. Thread-safe.
 */
public final class Refusals {

    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int FEWEST = 3;
    private static final int MOST = 8;

    private final Deque<Refusal> recent = new ArrayDeque<>();
    private boolean together;
    private volatile boolean any;

    /**
     * Notes a refusal.
     *
     * @param activeKeys how many keys the group has to lose
     * @return {@code null} while it may be the key's own fault; else the keys that were blamed for it before. From the
     *     moment they are too many for a coincidence until somebody is served, every refusal is everybody's.
     */
    public synchronized @Nullable List<KeyCell> add(KeyCell cell, long now, int activeKeys) {
        any = true;
        if (together) {
            return List.of();
        }
        while (!recent.isEmpty() && now - recent.getFirst().nanos > WINDOW_NANOS) {
            recent.removeFirst();
        }
        List<KeyCell> before = recent.stream().map(Refusal::cell).toList();
        recent.addLast(new Refusal(cell, now));
        Set<KeyCell> different = new HashSet<>(before);
        different.add(cell);
        if (different.size() < tooMany(activeKeys)) {
            return null;
        }
        recent.clear();
        together = true;
        return before;
    }

    /** Half the keys, but at least {@value #FEWEST} and at most {@value #MOST}; two when there are no more. */
    private static int tooMany(int activeKeys) {
        int half = Math.min(MOST, Math.max(FEWEST, (activeKeys + 1) / 2));
        return Math.max(2, Math.min(half, activeKeys));
    }

    /** Somebody was served: the refusals before were the keys' own. */
    public void served() {
        if (any) {
            clear();
        }
    }

    private synchronized void clear() {
        recent.clear();
        together = false;
        any = false;
    }

    private record Refusal(KeyCell cell, long nanos) {}
}
