package io.gptload.client.store.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Changes how keys are kept at rest: encrypts, decrypts or does both with different passwords, keys and request log alike. A
 * thousand rows are changed in a transaction, and rows that were changed before are known by what they hold: what was
 * interrupted, even killed, goes on where it was. Nobody else may use the database meanwhile. Methods throw Spring's {@link
 * org.springframework.dao.DataAccessException}.
 */
public final class KeyMigration {

    private static final int CHUNK = 1000;
    private static final int MOST_NAMED = 10;

    private final Database database;
    private final ChangeCounters counters;
    private final KeyRecoding recoding;

    KeyMigration(Database database, ChangeCounters counters, KeyCipher from, KeyCipher to) {
        this.database = database;
        this.counters = counters;
        this.recoding = new KeyRecoding(from, to);
    }

    /**
     * What there is to do.
     *
     * @param keys how many there are
     * @param done how many are stored the new way already
     * @param unreadable how many can be read neither the old nor the new way
     * @param firstUnreadable the ids of the first of them
     */
    public record Survey(long keys, long done, long unreadable, List<Long> firstUnreadable) {}

    /**
     * What was done.
     *
     * @param changed how many rows are stored the new way now and were not before
     * @param left how many stay as they are, for they cannot be read
     */
    public record Outcome(long changed, long left) {}

    private interface RowVisitor {
        void visit(Object id, long group, KeyRecoding.Recoded recoded);
    }

    /** Reads every key and changes nothing. */
    public Survey survey() {
        long[] counts = new long[3];
        List<Long> first = new ArrayList<>();
        walk(
                "api_keys",
                0L,
                (id, group, recoded) -> {
                    counts[0]++;
                    counts[1] += recoded.state() == KeyRecoding.State.DONE ? 1 : 0;
                    if (recoded.state() == KeyRecoding.State.UNREADABLE && counts[2]++ < MOST_NAMED) {
                        first.add((Long) id);
                    }
                },
                seen -> {});
        return new Survey(counts[0], counts[1], counts[2], List.copyOf(first));
    }

    /** Changes the keys. @param progress told after each chunk how many were looked at */
    public Outcome migrateKeys(LongConsumer progress) {
        Set<Long> groups = new HashSet<>();
        Outcome outcome = change("api_keys", 0L, groups, progress);
        if (!groups.isEmpty()) {
            database.inTransaction(() -> groups.forEach(counters::bumpKeys));
        }
        return outcome;
    }

    /** How many rows of the log hold a key. */
    public long logRows() {
        return Rows.count(database.read("SELECT count(*) FROM request_logs WHERE key_value <> ''"));
    }

    /** Changes the request log. @param progress told after each chunk how many rows were looked at */
    public Outcome migrateLog(LongConsumer progress) {
        return change("request_logs", "", new HashSet<>(), progress);
    }

    private Outcome change(String table, Object first, Set<Long> groups, LongConsumer progress) {
        long[] counts = new long[2];
        List<SqlParameterSource> changes = new ArrayList<>();
        walk(
                table,
                first,
                (id, group, recoded) -> {
                    if (recoded.state() == KeyRecoding.State.UNREADABLE) {
                        counts[1]++;
                    } else if (recoded.state() == KeyRecoding.State.READY) {
                        groups.add(group);
                        changes.add(new MapSqlParameterSource("id", id)
                                .addValue("value", recoded.value())
                                .addValue("hash", recoded.hash()));
                    }
                },
                seen -> {
                    if (!changes.isEmpty()) {
                        database.inTransaction(() -> database.batches()
                                .batchUpdate(
                                        "UPDATE " + table + " SET key_value = :value, key_hash = :hash WHERE id = :id",
                                        changes.toArray(SqlParameterSource[]::new)));
                        counts[0] += changes.size();
                        changes.clear();
                    }
                    progress.accept(seen);
                });
        return new Outcome(counts[0], counts[1]);
    }

    /** Visits all rows that hold a key in the order of their ids. @param chunk told after each chunk how many were seen */
    private void walk(String table, Object first, RowVisitor visitor, LongConsumer chunk) {
        Object[] after = {first};
        long[] seen = new long[2];
        do {
            seen[1] = 0;
            database.write("SELECT id, group_id, key_value, key_hash FROM " + table
                            + " WHERE id > :after AND key_value <> '' ORDER BY id LIMIT " + CHUNK)
                    .param("after", after[0])
                    .query(row -> {
                        after[0] = first instanceof Long ? (Object) row.getLong(1) : row.getString(1);
                        seen[1]++;
                        String value = Rows.text(row, "key_value");
                        if (!value.equals(RequestLogWriter.NOT_ENCRYPTED)) {
                            visitor.visit(after[0], row.getLong(2), recoding.of(value, Rows.text(row, "key_hash")));
                        }
                    });
            seen[0] += seen[1];
            chunk.accept(seen[0]);
        } while (seen[1] == CHUNK);
    }
}
