package io.gptload.client.http.okhttp;

import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The clocks that run. Adding and removing one takes no lock in most cases, and does not keep it in memory: a response that
 * nobody closes is no leak here. Thread-safe, but to be visited by one thread at a time.
 */
final class WatchList {

    private static final int SLOTS = 1024;
    private static final int PROBES = 4;

    private final AtomicReferenceArray<Entry> slots = new AtomicReferenceArray<>(SLOTS);
    private final Set<Entry> others = ConcurrentHashMap.newKeySet();

    /** One clock's place. */
    static final class Entry extends WeakReference<CallClock> {

        private int slot = -1;

        private Entry(CallClock clock) {
            super(clock);
        }
    }

    Entry add(CallClock clock) {
        Entry entry = new Entry(clock);
        int first = ThreadLocalRandom.current().nextInt();
        for (int i = 0; i < PROBES; i++) {
            int slot = (first + i) & (SLOTS - 1);
            entry.slot = slot;
            if (slots.compareAndSet(slot, null, entry)) {
                return entry;
            }
        }
        entry.slot = -1;
        others.add(entry);
        return entry;
    }

    /** Removes an entry; again does no harm. */
    void remove(Entry entry) {
        if (entry.slot < 0) {
            others.remove(entry);
        } else {
            slots.compareAndSet(entry.slot, entry, null);
        }
    }

    /** @return whether any of them runs on */
    boolean visit(Consumer<CallClock> visitor) {
        boolean any = false;
        for (int i = 0; i < SLOTS; i++) {
            Entry entry = slots.get(i);
            any |= entry != null && visit(entry, visitor);
        }
        for (Entry entry : others) {
            any |= visit(entry, visitor);
        }
        return any;
    }

    private boolean visit(Entry entry, Consumer<CallClock> visitor) {
        CallClock clock = entry.get();
        if (clock != null) {
            visitor.accept(clock);
        }
        boolean running = clock != null && !clock.isStopped();
        if (!running) {
            remove(entry);
        }
        return running;
    }
}
