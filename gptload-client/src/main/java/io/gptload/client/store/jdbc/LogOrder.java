package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * How the log is sorted by time. Text sorts right, and by an index, as long as all rows have one offset; a look over that
 * index finds out, and what it found holds for a while. Thread-safe.
 */
final class LogOrder {

    private static final long HOLDS_NANOS = 600_000_000_000L;
    private static final int OFFSET_LENGTH = 6;

    private final Database database;
    private final TimeSource time;
    private volatile @Nullable Finding finding;

    LogOrder(Database database, TimeSource time) {
        this.database = database;
        this.time = time;
    }

    /** The expression to sort by. */
    String expression() {
        return isPlain() ? "timestamp" : database.dialect().instant("timestamp");
    }

    /** Whether times can be compared as they are stored. */
    boolean isPlain() {
        Object now = database.dialect().time(time.instant());
        if (!(now instanceof String text)) {
            return true;
        }
        String offset = text.substring(text.length() - OFFSET_LENGTH);
        Finding known = finding;
        if (known == null || !known.offset.equals(offset) || time.nanoTime() - known.sinceNanos > HOLDS_NANOS) {
            boolean mixed = database.read("SELECT EXISTS (SELECT 1 FROM request_logs WHERE substr(timestamp, "
                            + -OFFSET_LENGTH + ") <> :offset)")
                    .param("offset", offset)
                    .query(Boolean.class)
                    .single();
            known = new Finding(offset, mixed, time.nanoTime());
            finding = known;
        }
        return !known.mixed;
    }

    private record Finding(String offset, boolean mixed, long sinceNanos) {}
}
