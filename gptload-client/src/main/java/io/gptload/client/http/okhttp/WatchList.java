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

    private static final int SLOT_BITS = 10;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int NO_SLOT = -1;
    private static final int PROBES = 4;
    private static final long SPREAD = 0x9E3779B97F4A7C15L; // 2^64 over the golden ratio: neighbours end up far apart

    private final AtomicReferenceArray<Entry> slots = new AtomicReferenceArray<>(SLOTS);
    private final Set<Entry> others = ConcurrentHashMap.newKeySet();

    /** One clock's place. */
    static final class Entry extends WeakReference<CallClock> {

        private int slot = NO_SLOT;

        private Entry(CallClock clock) {
            super(clock);
        }
    }

    Entry add(CallClock clock) {
        Entry entry = new Entry(clock);
        int slot = slotOf(Thread.currentThread());
        for (int i = 0; i < PROBES; i++) {
            entry.slot = slot;
            if (slots.compareAndSet(slot, null, entry)) {
                return entry;
            }
            slot = ThreadLocalRandom.current().nextInt(SLOTS);
        }
        entry.slot = NO_SLOT;
        others.add(entry);
        return entry;
    }

    /** A thread has mostly one call at a time; what it wrote last is near. */
    private static int slotOf(Thread thread) {
        return (int) (thread.getId() * SPREAD >>> Long.SIZE - SLOT_BITS);
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
