package io.gptload.client.store.jdbc;

import io.gptload.client.state.KeyStateChange;
import io.gptload.client.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Writes news of keys into the shared tables. Rules that make nodes agree whatever the order: news older than what is
 * known about a status is dropped, at one instant invalid wins; of two cooldowns the one that ends later stays; who says that
 * a cooldown ended early says which: one that ends later goes on; and an end is noted even if its cooldown is not known yet,
 * so that nothing comes back when that arrives.
 */
final class KeyNewsWriting {

    private static final String UPDATE_KEY =
            "UPDATE api_keys SET status = :status, failure_count = :strikes, updated_at = :now WHERE id = :key_id";

    private final Database database;
    private final ChangeCounters counters;
    private final TimeSource time;
    private final String node;
    private final String upsertStatus;
    private final String upsertCooldown;

    KeyNewsWriting(Database database, ChangeCounters counters, TimeSource time, String node) {
        this.database = database;
        this.counters = counters;
        this.time = time;
        this.node = node;
        this.upsertStatus = KeyStateRepository.upsertStatus(database.dialect());
        this.upsertCooldown = database.dialect()
                .upsert(
                        "gptload_key_cooldowns",
                        List.of("key_id", "model"),
                        List.of(),
                        List.of("group_id", "until_ms", "cause", "rule_id", "node", "updated_ms", "version"),
                        List.of());
    }

    /** Writes the news of some keys of a group, by hash, in one transaction; unknown groups and keys are passed over. */
    void write(String group, Map<String, KeyNews> newsByHash) {
        database.inTransaction(() -> {
            long version = counters.bump(ChangeCounters.Kind.KEY_STATES);
            Map<Long, KeyNews> news = new LinkedHashMap<>(); // in the order in which the log takes the rows of keys
            Map<Long, Long> groups = new HashMap<>();
            database.write("SELECT k.id, k.key_hash, k.group_id FROM api_keys k JOIN "
                            + database.dialect().quoted("groups")
                            + " g ON g.id = k.group_id + 0 WHERE g.name = :name AND k.key_hash IN (:hashes)"
                            + " ORDER BY k.id")
                    .param("name", group)
                    .param("hashes", newsByHash.keySet())
                    .query(row -> {
                        KeyNews found = newsByHash.get(row.getString(2));
                        if (found != null) {
                            news.put(row.getLong(1), found);
                            groups.put(row.getLong(1), row.getLong(3));
                        }
                    });
            if (news.isEmpty()) {
                return;
            }
            Map<Long, Long> known = statusTimes(news);
            Map<String, Known> rests = rests(news);
            Changes changes = new Changes(version, database.dialect().time(time.instant()));
            news.forEach((key, each) -> {
                long groupId = groups.getOrDefault(key, 0L);
                KeyStateChange.Status status = each.status();
                if (status != null) {
                    changes.status(key, groupId, status, known.get(key));
                }
                for (String model : each.scopes()) {
                    changes.rest(key, groupId, model, each, rests.get(key + " " + column(model)));
                }
            });
            changes.write();
        });
    }

    /** What is to be written, statement by statement, so that a distant server is asked once for all of them. */
    private final class Changes {

        private final long version;
        private final @Nullable Object now;
        private final List<SqlParameterSource> statuses = new ArrayList<>();
        private final List<SqlParameterSource> rests = new ArrayList<>();

        Changes(long version, @Nullable Object now) {
            this.version = version;
            this.now = now;
        }

        void status(long key, long group, KeyStateChange.Status status, @Nullable Long knownAt) {
            long at = status.at().toEpochMilli();
            boolean invalid = status.invalid();
            if (knownAt != null && (at < knownAt || at == knownAt && !invalid)) {
                return;
            }
            statuses.add(new MapSqlParameterSource("status", (invalid ? KeyStatus.INVALID : KeyStatus.ACTIVE).id())
                    .addValue("strikes", status.strikes())
                    .addValue("now", now)
                    .addValue("key_id", key)
                    .addValue("group_id", group)
                    .addValue("rule_id", ColumnText.VARCHAR_255.fit(status.ruleId()))
                    .addValue("updated_ms", at)
                    .addValue("version", version));
        }

        void rest(long key, long group, String model, KeyNews news, @Nullable Known known) {
            KeyStateChange.RestEnd end = news.end(model);
            KeyStateChange.Rest rest = news.rest(model);
            Known latest = known;
            if (end != null && (latest == null || latest.endsBy(end))) {
                latest = new Known(0, end.at().toEpochMilli());
                add(key, group, model, latest, "", "");
            }
            if (rest != null && (latest == null || latest.isReplacedBy(rest))) {
                latest = new Known(rest.until().toEpochMilli(), rest.at().toEpochMilli());
                add(key, group, model, latest, rest.cause().id(), ColumnText.VARCHAR_255.fit(rest.ruleId()));
            }
        }

        private void add(long key, long group, String model, Known rest, String cause, String ruleId) {
            rests.add(new MapSqlParameterSource("key_id", key)
                    .addValue("model", column(model))
                    .addValue("group_id", group)
                    .addValue("until_ms", rest.until)
                    .addValue("cause", cause)
                    .addValue("rule_id", ruleId)
                    .addValue("node", node)
                    .addValue("updated_ms", rest.at)
                    .addValue("version", version));
        }

        void write() {
            write(UPDATE_KEY, statuses);
            write(upsertStatus, statuses);
            write(upsertCooldown, rests);
        }

        private void write(String sql, List<SqlParameterSource> rows) {
            if (!rows.isEmpty()) {
                database.batches().batchUpdate(sql, rows.toArray(SqlParameterSource[]::new));
            }
        }
    }

    private static String column(String model) {
        return ColumnText.VARCHAR_255.fit(model);
    }

    private Map<Long, Long> statusTimes(Map<Long, KeyNews> news) {
        Map<Long, Long> times = new HashMap<>();
        database.write("SELECT key_id, updated_ms FROM gptload_key_status WHERE key_id IN (:keys)")
                .param("keys", news.keySet())
                .query(row -> {
                    times.put(row.getLong(1), row.getLong(2));
                });
        return times;
    }

    private Map<String, Known> rests(Map<Long, KeyNews> news) {
        Map<String, Known> rests = new HashMap<>();
        database.write("SELECT key_id, model, until_ms, updated_ms FROM gptload_key_cooldowns"
                        + " WHERE key_id IN (:keys)")
                .param("keys", news.keySet())
                .query(row -> {
                    rests.put(row.getLong(1) + " " + row.getString(2), new Known(row.getLong(3), row.getLong(4)));
                });
        return rests;
    }

    /** A cooldown as it is stored; one that was ended early ends at 0. */
    private record Known(long until, long at) {

        boolean endsBy(KeyStateChange.RestEnd end) {
            return end.ends(Instant.ofEpochMilli(at), Instant.ofEpochMilli(until));
        }

        boolean isReplacedBy(KeyStateChange.Rest rest) {
            return rest.until().toEpochMilli() > until
                    && (until > 0 || rest.at().toEpochMilli() >= at);
        }
    }
}
