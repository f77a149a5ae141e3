package io.gptload.client.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Log rows on their way, bounded in number and in bytes. Adding never waits; taking is for one thread at a time. */
final class LogQueue {

    private final int capacity;
    private final long maxBytes;
    private final ConcurrentLinkedQueue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    LogQueue(int capacity, long maxBytes) {
        this.capacity = capacity;
        this.maxBytes = maxBytes;
    }

    /** A row without key, the key in plain text if there is one, and what more is known of the attempt. */
    record Entry(RequestLogRow row, @Nullable String secret, LogDetails details) {

        @Override
        public String toString() {
            return row.toString();
        }
    }

    /** @return whether there was room */
    boolean offer(Entry entry) {
        long weight = entry.row().weight();
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(weight) > maxBytes) {
            bytes.addAndGet(-weight);
            size.decrementAndGet();
            return false;
        }
        queue.add(entry);
        return true;
    }

    /** Takes the oldest rows, at most so many. They count until {@link #release}. */
    List<Entry> take(int most) {
        List<Entry> taken = new ArrayList<>();
        for (Entry entry = queue.poll(); entry != null; entry = taken.size() < most ? queue.poll() : null) {
            taken.add(entry);
        }
        return taken;
    }

    /** Gives the room of rows back that were taken. */
    void release(List<Entry> taken) {
        size.addAndGet(-taken.size());
        taken.forEach(entry -> bytes.addAndGet(-entry.row().weight()));
    }

    /** How many rows there are, those taken and not released too. */
    int size() {
        return size.get();
    }
}
