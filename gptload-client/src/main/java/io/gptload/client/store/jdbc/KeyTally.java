package io.gptload.client.store.jdbc;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What some attempts add to a key's counters, and to its usage of models by the hour. Not thread-safe. */
final class KeyTally {

    private final Key key;
    private final Map<Slot, UsageTotals> usage = new TreeMap<>();
    private long uses;
    private @Nullable Instant newestUse;

    KeyTally(Key key) {
        this.key = key;
    }

    /** By group and hash, the order in which nodes write them so that two never lock crosswise. */
    record Key(long group, String hash) implements Comparable<Key> {

        static Key of(RequestLogRow row) {
            return new Key(row.groupId(), row.keyHash());
        }

        @Override
        public int compareTo(Key other) {
            int byGroup = Long.compare(group, other.group);
            return byGroup != 0 ? byGroup : hash.compareTo(other.hash);
        }
    }

    /** An hour of a model. */
    record Slot(long hourMillis, String model) implements Comparable<Slot> {

        @Override
        public int compareTo(Slot other) {
            int byHour = Long.compare(hourMillis, other.hourMillis);
            return byHour != 0 ? byHour : model.compareTo(other.model);
        }
    }

    static boolean isWorthTelling(LoggedAttempt attempt) {
        return attempt.usesModel()
                || attempt.row().success() && !attempt.row().keyHash().isEmpty();
    }

    /** Adds one. @return how many more rows of the database it takes to write this */
    int add(LoggedAttempt attempt) {
        RequestLogRow row = attempt.row();
        if (row.success() && !row.keyHash().isEmpty()) {
            uses++;
            newestUse = newestUse == null || row.timestamp().isAfter(newestUse) ? row.timestamp() : newestUse;
        }
        if (!attempt.usesModel()) {
            return 0;
        }
        int before = usage.size();
        Slot slot = new Slot(row.timestamp().truncatedTo(ChronoUnit.HOURS).toEpochMilli(), model(row));
        usage.merge(slot, attempt.totals(), UsageTotals::plus);
        return usage.size() - before;
    }

    /** Without blanks at its end, which MySQL does not tell apart. */
    private static String model(RequestLogRow row) {
        return ColumnText.VARCHAR_255.fit(row.model()).stripTrailing();
    }

    Key key() {
        return key;
    }

    /** How many calls it served. */
    long uses() {
        return uses;
    }

    /** The last of them. */
    @Nullable
    Instant newestUse() {
        return newestUse;
    }

    /** The tokens they took, in order. */
    Map<Slot, UsageTotals> usage() {
        return usage;
    }

    /** How many rows of the database it takes to write this. */
    int size() {
        return 1 + usage.size();
    }
}
