package io.gptload.client.store.jdbc;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** Adds tallies to the counters of keys and to the usage by the hour. */
final class KeyTallyInsert {

    /** The most keys of one transaction. */
    static final int CHUNK = 500;

    private final Database database;
    private final Dialect dialect;
    private final String use;
    private final String usage;

    KeyTallyInsert(Database database) {
        this.database = database;
        this.dialect = database.dialect();
        this.use = "UPDATE api_keys SET request_count = request_count + :uses, last_used_at = CASE WHEN last_used_at"
                + " IS NULL OR " + dialect.before("last_used_at", "bound")
                + " THEN :at ELSE last_used_at END WHERE id = :id";
        this.usage = dialect.upsert(
                "gptload_usage_hourly",
                List.of("hour_ms", "group_id", "key_id", "model"),
                List.of("calls", "calls_untold", "prompt_tokens", "completion_tokens", "cached_tokens", "total_tokens"),
                List.of(),
                List.of());
    }

    /** Writes at most {@link #CHUNK} of them in one transaction; keys that are gone count for none. */
    void insert(List<KeyTally> tallies) {
        database.inTransaction(() -> {
            Map<KeyTally.Key, Long> ids = ids(tallies);
            Map<Long, KeyTally> used = new HashMap<>();
            Map<Row, UsageTotals> usages =
                    new TreeMap<>(); // keys that are gone share rows; in order, as nodes wait for rows
            for (KeyTally tally : tallies) {
                long id = ids.getOrDefault(tally.key(), 0L);
                if (id != 0 && tally.uses() > 0) {
                    used.put(id, tally);
                }
                tally.usage()
                        .forEach((slot, totals) ->
                                usages.merge(new Row(tally.key().group(), id, slot), totals, UsageTotals::plus));
            }
            database.batches()
                    .batchUpdate(
                            use,
                            used.entrySet().stream()
                                    .sorted(Map.Entry.comparingByKey())
                                    .map(entry -> parameters(entry.getKey(), entry.getValue()))
                                    .toArray(SqlParameterSource[]::new));
            database.batches()
                    .batchUpdate(
                            usage,
                            usages.entrySet().stream()
                                    .map(entry -> parameters(entry.getKey(), entry.getValue()))
                                    .toArray(SqlParameterSource[]::new));
        });
    }

    private Map<KeyTally.Key, Long> ids(List<KeyTally> tallies) {
        List<String> hashes = tallies.stream()
                .map(tally -> tally.key().hash())
                .filter(hash -> !hash.isEmpty())
                .distinct()
                .toList();
        Map<KeyTally.Key, Long> ids = new HashMap<>();
        if (!hashes.isEmpty()) {
            database.write("SELECT id, group_id, key_hash FROM api_keys WHERE key_hash IN (:hashes)")
                    .param("hashes", hashes)
                    .query(row -> {
                        ids.put(new KeyTally.Key(row.getLong(2), row.getString(3)), row.getLong(1));
                    });
        }
        return ids;
    }

    private SqlParameterSource parameters(long id, KeyTally tally) {
        Instant newest = Objects.requireNonNull(tally.newestUse());
        MapSqlParameterSource parameters = new MapSqlParameterSource("uses", tally.uses())
                .addValue("at", dialect.time(newest))
                .addValue("id", id);
        dialect.bindBound(parameters::addValue, "bound", newest);
        return parameters;
    }

    private static SqlParameterSource parameters(Row row, UsageTotals totals) {
        return new MapSqlParameterSource("hour_ms", row.slot.hourMillis())
                .addValue("group_id", row.group)
                .addValue("key_id", row.key)
                .addValue("model", row.slot.model())
                .addValue("calls", totals.calls())
                .addValue("calls_untold", totals.untold())
                .addValue("prompt_tokens", totals.tokens().prompt())
                .addValue("completion_tokens", totals.tokens().completion())
                .addValue("cached_tokens", totals.tokens().cached())
                .addValue("total_tokens", totals.tokens().total());
    }

    private record Row(long group, long key, KeyTally.Slot slot) implements Comparable<Row> {

        private static final Comparator<Row> ORDER =
                Comparator.comparing(Row::slot).thenComparingLong(Row::group).thenComparingLong(Row::key);

        @Override
        public int compareTo(Row other) {
            return ORDER.compare(this, other);
        }
    }
}
