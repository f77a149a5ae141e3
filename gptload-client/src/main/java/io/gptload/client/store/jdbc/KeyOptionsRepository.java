package io.gptload.client.store.jdbc;

import io.gptload.client.config.KeyOptions;
import io.gptload.client.time.TimeSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * How keys are used: tier, weight, account, and whether they are disabled. Methods throw Spring's {@link
 * org.springframework.dao.DataAccessException}. Thread-safe.
 */
public final class KeyOptionsRepository {

    private static final int CHUNK = 1000;
    private static final int FIRST = KeyOptions.FIRST_TIER;
    private static final int LAST = KeyOptions.LAST_TIER;

    private final Database database;
    private final ChangeCounters counters;
    private final TimeSource time;
    private final String upsert;

    KeyOptionsRepository(Database database, ChangeCounters counters, TimeSource time) {
        this.database = database;
        this.counters = counters;
        this.time = time;
        this.upsert = database.dialect()
                .upsert(
                        "gptload_key_options",
                        List.of("key_id"),
                        List.of(),
                        List.of("group_id", "account", "tier", "weight", "disabled_until_ms", "updated_ms"),
                        List.of());
    }

    /** The options of a group's keys by their ids; keys that are used like any other are missing. */
    public Map<Long, KeyOptions> ofGroup(long groupId) {
        Map<Long, KeyOptions> byKey = new HashMap<>();
        database.read("SELECT key_id, account, tier, weight, disabled_until_ms FROM gptload_key_options"
                        + " WHERE group_id = :group")
                .param("group", groupId)
                .query(row -> {
                    byKey.put(row.getLong("key_id"), options(row));
                });
        return byKey;
    }

    /**
     * Changes how keys are used, all or none.
     *
     * @param keyIds those of them that are not the group's are passed over
     * @param change of the options of each
     * @return how many of the keys are the group's
     */
    public int change(long groupId, Collection<Long> keyIds, UnaryOperator<KeyOptions> change) {
        return changeEach(groupId, keyIds, (id, before) -> change.apply(before));
    }

    /**
     * Sets how each of these keys is used, all or none.
     *
     * @param byKey the options by key ids; ids that are not the group's are passed over
     * @return how many of the keys are the group's
     */
    public int set(long groupId, Map<Long, KeyOptions> byKey) {
        return changeEach(groupId, byKey.keySet(), (id, before) -> byKey.getOrDefault(id, before));
    }

    private int changeEach(long groupId, Collection<Long> keyIds, BiFunction<Long, KeyOptions, KeyOptions> change) {
        return database.transaction(() -> {
            counters.lockKeys(groupId);
            int[] changed = {0};
            Rows.inChunks(List.copyOf(keyIds), CHUNK, part -> changed[0] += changePart(groupId, part, change));
            if (changed[0] > 0) {
                counters.bumpKeys(groupId);
            }
            return changed[0];
        });
    }

    private int changePart(long groupId, List<Long> keyIds, BiFunction<Long, KeyOptions, KeyOptions> change) {
        Map<Long, KeyOptions> before = new HashMap<>();
        database.write("SELECT k.id, o.key_id, o.account, o.tier, o.weight, o.disabled_until_ms FROM api_keys k"
                        + " LEFT JOIN gptload_key_options o ON o.key_id = k.id"
                        + " WHERE k.id IN (:ids) AND k.group_id + 0 = :group")
                .param("ids", keyIds)
                .param("group", groupId)
                .query(row -> {
                    long id = row.getLong("id");
                    before.put(id, Rows.number(row, "key_id") == null ? KeyOptions.DEFAULTS : options(row));
                });
        if (before.isEmpty()) {
            return 0;
        }
        database.write("DELETE FROM gptload_key_options WHERE key_id IN (:ids)")
                .param("ids", before.keySet())
                .update();
        SqlParameterSource[] rows = before.entrySet().stream()
                .map(key -> Map.entry(key.getKey(), change.apply(key.getKey(), key.getValue())))
                .filter(key -> !key.getValue().equals(KeyOptions.DEFAULTS))
                .map(key -> row(groupId, key.getKey(), key.getValue()))
                .toArray(SqlParameterSource[]::new);
        if (rows.length > 0) {
            database.batches().batchUpdate(upsert, rows);
        }
        return before.size();
    }

    private SqlParameterSource row(long groupId, long keyId, KeyOptions options) {
        return new MapSqlParameterSource("key_id", keyId)
                .addValue("group_id", groupId)
                .addValue("account", ColumnText.VARCHAR_255.fit(options.account()))
                .addValue("tier", options.tier())
                .addValue("weight", options.weight())
                .addValue("disabled_until_ms", millis(options.disabledUntil()))
                .addValue("updated_ms", time.instant().toEpochMilli());
    }

    private static long millis(@Nullable Instant until) {
        if (until == null) {
            return 0;
        }
        return until.equals(Instant.MAX) ? Long.MAX_VALUE : until.toEpochMilli();
    }

    /** What somebody put there by hand and is out of range counts as the nearest that is allowed. */
    private static KeyOptions options(ResultSet row) throws SQLException {
        String account = Rows.text(row, "account");
        long until = row.getLong("disabled_until_ms");
        return new KeyOptions(
                account.isBlank() ? null : account,
                Math.max(FIRST, Math.min(LAST, row.getInt("tier"))),
                Math.max(1, Math.min(KeyOptions.MOST_WEIGHT, row.getInt("weight"))),
                until == 0 ? null : until == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(until));
    }
}
