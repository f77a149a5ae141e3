package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.ZoneId;

/**
 * How a store is opened. Immutable.
 *
 * @param time the clocks
 * @param zone the zone whose offset SQLite timestamps are written with; gpt-load uses the machine's
 * @param cipher how keys are kept at rest
 * @param busyTimeout how long a statement waits for another process's lock; zero or more
 * @param readers how many connections read; 1 or more
 */
public record StoreOptions(TimeSource time, ZoneId zone, KeyCipher cipher, Duration busyTimeout, int readers) {

    /** The machine's clock and zone, keys as they are, five seconds, four readers. */
    public static final StoreOptions DEFAULTS = new StoreOptions(
            TimeSource.system(), ZoneId.systemDefault(), KeyCipher.plaintext(), Duration.ofSeconds(5), 4);

    /** @throws IllegalArgumentException if a number is out of its range */
    public StoreOptions {
        if (busyTimeout.isNegative() || readers < 1) {
            throw new IllegalArgumentException("busyTimeout must not be negative and readers be 1 or more");
        }
    }

    /** These with another clock. */
    public StoreOptions withTime(TimeSource value) {
        return new StoreOptions(value, zone, cipher, busyTimeout, readers);
    }

    /** These with another zone. */
    public StoreOptions withZone(ZoneId value) {
        return new StoreOptions(time, value, cipher, busyTimeout, readers);
    }

    /** These with another cipher. */
    public StoreOptions withCipher(KeyCipher value) {
        return new StoreOptions(time, zone, value, busyTimeout, readers);
    }

    /** These with another patience. */
    public StoreOptions withBusyTimeout(Duration value) {
        return new StoreOptions(time, zone, cipher, value, readers);
    }
}
