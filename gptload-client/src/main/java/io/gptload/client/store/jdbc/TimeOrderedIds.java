package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UUIDs of version 7: they sort by the millisecond they were made in, and those of one process by their order within it,
 * so that a primary key grows at its end. Thread-safe.
 */
final class TimeOrderedIds {

    private static final int COUNTER_BITS = 12;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long NODE_BITS = 0x3fff_ffff_ffff_ffffL;

    private final TimeSource time;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong last = new AtomicLong();

    TimeOrderedIds(TimeSource time) {
        this.time = time;
    }

    /** A new id of 36 characters. */
    String next() {
        long now = time.instant().toEpochMilli() << COUNTER_BITS;
        long mine = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = (mine >>> COUNTER_BITS) << 16 | 0x7000 | (mine & 0xfff);
        return new UUID(high, VARIANT | random.nextLong() & NODE_BITS).toString();
    }
}
