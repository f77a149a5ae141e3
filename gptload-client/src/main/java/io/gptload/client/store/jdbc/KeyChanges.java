package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people do to keys. It is noted with the time, so that older news from a slow node does not undo it. */
final class KeyChanges {

    private static final int CHUNK = 1000;
    private static final String MANUAL = "manual";

    private final Database database;
    private final ChangeCounters counters;
    private final TimeSource time;
    private final String noteStatus;

    KeyChanges(Database database, ChangeCounters counters, TimeSource time) {
        this.database = database;
        this.counters = counters;
        this.time = time;
        this.noteStatus = KeyStateRepository.upsertStatus(database.dialect());
    }

    boolean setNotes(long id, String notes) {
        return database.write("UPDATE api_keys SET notes = :notes, updated_at = :now WHERE id = :id")
                        .param("notes", notes)
                        .param("now", now())
                        .param("id", id)
                        .update()
                > 0;
    }

    boolean setStatus(long id, KeyStatus status, long failureCount) {
        return database.transaction(() -> {
            counters.lock(ChangeCounters.Kind.KEY_STATES);
            int changed = database.write("UPDATE api_keys SET status = :status, failure_count = :failures,"
                            + " updated_at = :now WHERE id = :id")
                    .param("status", status.id())
                    .param("failures", failureCount)
                    .param("now", now())
                    .param("id", id)
                    .update();
            if (changed > 0) {
                Long group = database.write("SELECT group_id FROM api_keys WHERE id = :id")
                        .param("id", id)
                        .query(Long.class)
                        .single();
                note(List.of(id), group, (int) Math.min(failureCount, Integer.MAX_VALUE));
            }
            return changed > 0;
        });
    }

    /** @param hashes of the keys; {@code null} for all */
    long restore(long groupId, @Nullable List<String> hashes) {
        return database.transaction(() -> {
            counters.lock(ChangeCounters.Kind.KEY_STATES);
            List<Long> ids = ids(groupId, hashes, KeyStatus.INVALID);
            Rows.inChunks(ids, CHUNK, part -> {
                database.write("UPDATE api_keys SET status = 'active', failure_count = 0, updated_at = :now"
                                + " WHERE id IN (:ids)")
                        .param("now", now())
                        .param("ids", part)
                        .update();
                long version = note(part, groupId, 0);
                database.write("UPDATE gptload_key_cooldowns SET until_ms = 0, updated_ms = :now, version = :version"
                                + " WHERE key_id IN (:ids)")
                        .param("now", time.instant().toEpochMilli())
                        .param("version", version)
                        .param("ids", part)
                        .update();
            });
            return (long) ids.size();
        });
    }

    long delete(long groupId, List<String> hashes) {
        return database.transaction(() -> {
            counters.lockKeys(groupId);
            return remove(groupId, ids(groupId, hashes, null));
        });
    }

    long clear(long groupId, @Nullable KeyStatus status) {
        return database.transaction(() -> {
            counters.lockKeys(groupId);
            return remove(groupId, ids(groupId, null, status));
        });
    }

    private long remove(long groupId, List<Long> ids) {
        Rows.inChunks(ids, CHUNK, part -> {
            for (String sql : List.of(
                    "DELETE FROM api_keys WHERE id IN (:ids)",
                    "DELETE FROM gptload_key_status WHERE key_id IN (:ids)",
                    "DELETE FROM gptload_key_cooldowns WHERE key_id IN (:ids)")) {
                database.write(sql).param("ids", part).update();
            }
        });
        if (!ids.isEmpty()) {
            counters.bumpKeys(groupId);
        }
        return ids.size();
    }

    private List<Long> ids(long groupId, @Nullable List<String> hashes, @Nullable KeyStatus status) {
        JdbcClient.StatementSpec statement = database.write("SELECT id FROM api_keys WHERE "
                        + (hashes == null ? "group_id = :group" : "key_hash IN (:hashes) AND group_id + 0 = :group")
                        + (status == null ? "" : " AND status = :status")
                        + database.dialect().forUpdate())
                .param("group", groupId);
        statement = hashes == null ? statement : statement.param("hashes", hashes);
        statement = status == null ? statement : statement.param("status", status.id());
        return statement.query((row, number) -> row.getLong(1)).list();
    }

    private long note(List<Long> ids, long groupId, int strikes) {
        long version = counters.bump(ChangeCounters.Kind.KEY_STATES);
        long at = time.instant().toEpochMilli();
        database.batches()
                .batchUpdate(
                        noteStatus,
                        ids.stream()
                                .map(id -> new MapSqlParameterSource("key_id", id)
                                        .addValue("group_id", groupId)
                                        .addValue("strikes", strikes)
                                        .addValue("rule_id", MANUAL)
                                        .addValue("updated_ms", at)
                                        .addValue("version", version))
                                .toArray(SqlParameterSource[]::new));
        return version;
    }

    private @Nullable Object now() {
        return database.dialect().time(time.instant());
    }
}
