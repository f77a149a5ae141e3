package io.gptload.client.store.jdbc;

import io.gptload.client.policy.Category;
import io.gptload.client.state.KeyState.Rest;
import io.gptload.client.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cooldowns and strikes of keys, shared by all nodes. Thread-safe. */
public final class KeyStateRepository {

    private final Database database;
    private final ChangeCounters counters;
    private final TimeSource time;
    private final StateNewsReading reading;

    KeyStateRepository(Database database, KeyCipher cipher, ChangeCounters counters, TimeSource time) {
        this.database = database;
        this.reading = new StateNewsReading(database, cipher);
        this.counters = counters;
        this.time = time;
    }

    static String upsertStatus(Dialect dialect) {
        return dialect.upsert(
                "gptload_key_status",
                List.of("key_id"),
                List.of(),
                List.of("group_id", "strikes", "rule_id", "updated_ms", "version"),
                List.of());
    }

    /** The cooldowns of a group's keys that are not over, by key id. */
    public Map<Long, List<Rest>> cooldowns(long groupId) {
        Map<Long, List<Rest>> byKey = new HashMap<>();
        database.read("SELECT key_id, model, until_ms, cause, rule_id FROM gptload_key_cooldowns"
                        + " WHERE group_id = :group AND until_ms > :now")
                .param("group", groupId)
                .param("now", time.instant().toEpochMilli())
                .query(row -> {
                    String model = row.getString(2);
                    byKey.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                            .add(new Rest(
                                    model.isEmpty() ? null : model,
                                    Instant.ofEpochMilli(row.getLong(3)),
                                    Category.ofId(row.getString(4)).orElse(Category.RATE_LIMITED),
                                    row.getString(5)));
                });
        return byKey;
    }

    /** What is noted of the status of a group's keys, by key id; nothing of those whose status never changed. */
    Map<Long, StatusNote> statusNotes(long groupId) {
        Map<Long, StatusNote> byKey = new HashMap<>();
        database.read("SELECT key_id, strikes, updated_ms FROM gptload_key_status WHERE group_id = :group")
                .param("group", groupId)
                .query(row -> {
                    byKey.put(row.getLong(1), new StatusNote(row.getInt(2), Instant.ofEpochMilli(row.getLong(3))));
                });
        return byKey;
    }

    /** The hashes of a group's keys that somebody made invalid by hand, as they are stored. */
    public Set<String> invalidByHand(long groupId) {
        return new HashSet<>(
                database.read("SELECT k.key_hash FROM gptload_key_status s JOIN api_keys k ON k.id = s.key_id"
                                + " WHERE s.group_id = :group AND s.rule_id = 'manual' AND k.status = 'invalid'")
                        .param("group", groupId)
                        .query((row, number) -> Rows.text(row, "key_hash"))
                        .list());
    }

    /** How many failures in a row led to a status, and when it began. */
    record StatusNote(int strikes, Instant at) {}

    /**
     * What happened to keys after a version of {@link ChangeCounters.Kind#KEY_STATES}, whoever wrote it: the last of each
     * thing. Nothing of groups or of other keys is read.
     *
     * @param limit about how many changes at once; 1 or more
     */
    public StateNews newsAfter(long version, int limit) {
        return reading.after(version, limit);
    }

    /** Ends the cooldowns of a key for all models, for every node. */
    public void clearCooldowns(long keyId) {
        database.inTransaction(() -> database.write("UPDATE gptload_key_cooldowns SET until_ms = 0, updated_ms = :now,"
                        + " version = :version WHERE key_id = :key")
                .param("now", time.instant().toEpochMilli())
                .param("version", counters.bump(ChangeCounters.Kind.KEY_STATES))
                .param("key", keyId)
                .update());
    }

    /** Forgets cooldowns that were over before that instant. @return how many */
    public int purge(Instant before) {
        return database.write("DELETE FROM gptload_key_cooldowns WHERE until_ms < :before AND updated_ms < :before")
                .param("before", before.toEpochMilli())
                .update();
    }
}
