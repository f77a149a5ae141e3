package io.gptload.client.internal.pool;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Round robin over a {@link ReadySet}: the cursor stands on the slot handed out last and moves by compare-and-set to the
 * next ready one, so each ready slot is handed out once per round however many are missing between them.
 */
final class Rotation {

    private final AtomicInteger cursor = new AtomicInteger(-1);
    private volatile ReadySet ready;

    Rotation(ReadySet ready) {
        this.ready = ready;
    }

    ReadySet ready() {
        return ready;
    }

    /** Replaces the set by a larger one with the same members. Callers are serialised with other writers. */
    void grow(int capacity) {
        if (capacity > ready.capacity()) {
            ready = ready.copy(Math.max(capacity, 2 * ready.capacity()));
        }
    }

    /** The next ready slot, or -1. */
    int next() {
        while (true) {
            int last = cursor.get();
            int slot = ready.next(last + 1);
            if (slot < 0 || cursor.compareAndSet(last, slot)) {
                return slot;
            }
        }
    }

    /** The next ready slot after the given one, without moving the cursor; -1 when there is none. */
    int after(int slot) {
        return ready.next(slot + 1);
    }
}
