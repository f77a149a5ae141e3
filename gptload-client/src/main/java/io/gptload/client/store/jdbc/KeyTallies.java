package io.gptload.client.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What is to be added to the counters of keys. A call of its own key costs more to count than to log, so under load those
 * of a large pool are added up for a while; few keys, or few calls, are written at once. Not thread-safe.
 */
final class KeyTallies {

    private static final int FEW = 100;
    private static final double ROWS_PER_SECOND = 200;
    private static final int MOST = 200_000;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Map<KeyTally.Key, KeyTally> tallies = new TreeMap<>();
    private int size;
    private long takenNanos;

    KeyTallies(long nanos) {
        this.takenNanos = nanos;
    }

    void add(List<LoggedAttempt> attempts) {
        for (LoggedAttempt attempt : attempts) {
            if (KeyTally.isWorthTelling(attempt)) {
                KeyTally.Key key = KeyTally.Key.of(attempt.row());
                KeyTally tally = tallies.get(key);
                if (tally == null) {
                    tally = new KeyTally(key);
                    tallies.put(key, tally);
                    size++;
                }
                size += tally.add(attempt);
            }
        }
    }

    /** Whether it is time to write them. */
    boolean isDue(long nanos) {
        long age = nanos - takenNanos;
        return size > 0
                && (size <= FEW
                        || size <= ROWS_PER_SECOND * age / TimeUnit.SECONDS.toNanos(1)
                        || size >= MOST
                        || age >= LONGEST_NANOS);
    }

    /** Takes all of them, in order. */
    List<KeyTally> take(long nanos) {
        List<KeyTally> taken = new ArrayList<>(tallies.values());
        tallies = new TreeMap<>();
        size = 0;
        takenNanos = nanos;
        return taken;
    }

    /** Gives back those that could not be written; nothing was added since they were taken. */
    void putBack(List<KeyTally> taken) {
        for (KeyTally tally : taken) {
            tallies.put(tally.key(), tally);
            size += tally.size();
        }
    }
}
