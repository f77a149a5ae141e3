package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * How a store is opened. Immutable.
 *
 * @param time the clocks
 * @param zone the zone whose offset SQLite timestamps are written with; gpt-load uses the machine's
 * @param mySqlZone the zone MySQL's timestamps are of, which have no offset; gpt-load's {@code loc}
 * @param cipher how keys are kept at rest
 * @param busyTimeout how long a statement waits for another process's lock; zero or more. With a server, in whole seconds
 *     and only on connections the store made itself
 * @param readers how many connections read; 1 or more. With a server there is one pool, larger by one
 * @param initialization whether tables are made and brought up to date
 * @param patience how long to wait at most for a server that is not there yet when the store is opened; zero or more
 */
public record StoreOptions(
        TimeSource time,
        ZoneId zone,
        ZoneId mySqlZone,
        KeyCipher cipher,
        Duration busyTimeout,
        int readers,
        DatabaseInitialization initialization,
        Duration patience) {

    /** The machine's clock and zone, UTC in MySQL, keys as they are, five seconds, four readers, always, 15 seconds. */
    public static final StoreOptions DEFAULTS = new StoreOptions(
            TimeSource.system(),
            ZoneId.systemDefault(),
            ZoneOffset.UTC,
            KeyCipher.plaintext(),
            Duration.ofSeconds(5),
            4,
            DatabaseInitialization.ALWAYS,
            Duration.ofSeconds(15));

    /** @throws IllegalArgumentException if a number is out of its range */
    public StoreOptions {
        if (busyTimeout.isNegative() || patience.isNegative() || readers < 1) {
            throw new IllegalArgumentException(
                    "busyTimeout and patience must not be negative and readers be 1 or more");
        }
    }

    /** These with another clock. */
    public StoreOptions withTime(TimeSource value) {
        return new StoreOptions(value, zone, mySqlZone, cipher, busyTimeout, readers, initialization, patience);
    }

    /** These with another zone for SQLite. */
    public StoreOptions withZone(ZoneId value) {
        return new StoreOptions(time, value, mySqlZone, cipher, busyTimeout, readers, initialization, patience);
    }

    /** These with another zone for MySQL. */
    public StoreOptions withMySqlZone(ZoneId value) {
        return new StoreOptions(time, zone, value, cipher, busyTimeout, readers, initialization, patience);
    }

    /** These with another cipher. */
    public StoreOptions withCipher(KeyCipher value) {
        return new StoreOptions(time, zone, mySqlZone, value, busyTimeout, readers, initialization, patience);
    }

    /** These with another patience for locks. */
    public StoreOptions withBusyTimeout(Duration value) {
        return new StoreOptions(time, zone, mySqlZone, cipher, value, readers, initialization, patience);
    }

    /** These with another number of connections. */
    public StoreOptions withReaders(int value) {
        return new StoreOptions(time, zone, mySqlZone, cipher, busyTimeout, value, initialization, patience);
    }

    /** These with another answer to when tables are made. */
    public StoreOptions withInitialization(DatabaseInitialization value) {
        return new StoreOptions(time, zone, mySqlZone, cipher, busyTimeout, readers, value, patience);
    }

    /** These with another patience for a server that is not there yet. */
    public StoreOptions withPatience(Duration value) {
        return new StoreOptions(time, zone, mySqlZone, cipher, busyTimeout, readers, initialization, value);
    }
}
