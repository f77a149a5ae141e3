package io.gptload.client.store.jdbc;

import io.gptload.client.state.KeyStateChange;
import io.gptload.client.time.TimeSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes news of keys into the shared tables. Rules that make nodes agree whatever the order: news older than what is
 * known about a status is dropped, at one instant invalid wins; of two cooldowns the one that ends later stays; and who
 * says that a cooldown ended early says which: one that ends later goes on.
 */
final class KeyNewsWriting {

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
            news.forEach((key, each) -> {
                long groupId = groups.getOrDefault(key, 0L);
                KeyStateChange.Status status = each.status();
                if (status != null) {
                    writeStatus(key, groupId, status, known.get(key), version);
                }
                for (String model : each.scopes()) {
                    writeRest(key, groupId, model, each, rests.get(key + " " + column(model)), version);
                }
            });
        });
    }

    private void writeStatus(long key, long group, KeyStateChange.Status status, @Nullable Long knownAt, long version) {
        long at = status.at().toEpochMilli();
        boolean invalid = status.invalid();
        if (knownAt != null && (at < knownAt || at == knownAt && !invalid)) {
            return;
        }
        database.write(
                        "UPDATE api_keys SET status = :status, failure_count = :strikes, updated_at = :now WHERE id = :key")
                .param("status", (invalid ? KeyStatus.INVALID : KeyStatus.ACTIVE).id())
                .param("strikes", status.strikes())
                .param("now", database.dialect().time(time.instant()))
                .param("key", key)
                .update();
        database.write(upsertStatus)
                .param("key_id", key)
                .param("group_id", group)
                .param("strikes", status.strikes())
                .param("rule_id", ColumnText.VARCHAR_255.fit(status.ruleId()))
                .param("updated_ms", at)
                .param("version", version)
                .update();
    }

    private void writeRest(long key, long group, String model, KeyNews news, @Nullable Known known, long version) {
        KeyStateChange.RestEnd end = news.end(model);
        KeyStateChange.Rest rest = news.rest(model);
        Known now = known;
        if (end != null && now != null && now.endsBy(end)) {
            now = new Known(0, end.at().toEpochMilli());
            writeRest(key, group, model, now, "", "", version);
        }
        if (rest != null && (now == null || now.isReplacedBy(rest))) {
            now = new Known(rest.until().toEpochMilli(), rest.at().toEpochMilli());
            writeRest(key, group, model, now, rest.cause().id(), ColumnText.VARCHAR_255.fit(rest.ruleId()), version);
        }
    }

    private void writeRest(long key, long group, String model, Known rest, String cause, String ruleId, long version) {
        database.write(upsertCooldown)
                .param("key_id", key)
                .param("model", column(model))
                .param("group_id", group)
                .param("until_ms", rest.until)
                .param("cause", cause)
                .param("rule_id", ruleId)
                .param("node", node)
                .param("updated_ms", rest.at)
                .param("version", version)
                .update();
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
            long endAt = end.at().toEpochMilli();
            return endAt >= at && until > endAt && until <= end.until().toEpochMilli();
        }

        boolean isReplacedBy(KeyStateChange.Rest rest) {
            return rest.at().toEpochMilli() >= at && rest.until().toEpochMilli() > until;
        }
    }
}
