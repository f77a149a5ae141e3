package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
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

    long restore(long groupId, List<String> hashes) {
        return database.transaction(() -> {
            counters.lock(ChangeCounters.Kind.KEY_STATES);
            return restoreIds(groupId, ids(groupId, hashes, KeyStatus.INVALID));
        });
    }

    /** A thousand in a transaction. */
    long restoreAll(long groupId, LongConsumer progress) {
        Runnable lock = () -> counters.lock(ChangeCounters.Kind.KEY_STATES);
        return inSteps(groupId, KeyStatus.INVALID, progress, lock, ids -> restoreIds(groupId, ids));
    }

    private long restoreIds(long groupId, List<Long> ids) {
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
        return ids.size();
    }

    long delete(long groupId, List<String> hashes) {
        return database.transaction(() -> {
            counters.lockKeys(groupId);
            return remove(groupId, ids(groupId, hashes, null));
        });
    }

    /** A thousand in a transaction. */
    long clear(long groupId, @Nullable KeyStatus status, LongConsumer progress) {
        return inSteps(groupId, status, progress, () -> counters.lockKeys(groupId), ids -> remove(groupId, ids));
    }

    /** Others that write get their turn between the steps; what was done before a failure stays done. */
    private long inSteps(
            long groupId,
            @Nullable KeyStatus status,
            LongConsumer progress,
            Runnable lock,
            Consumer<List<Long>> change) {
        long done = 0;
        List<Long> ids = List.of();
        do {
            long after = ids.isEmpty() ? 0 : ids.get(ids.size() - 1);
            ids = database.transaction(() -> {
                lock.run();
                List<Long> step = idsAfter(groupId, status, after);
                change.accept(step);
                return step;
            });
            done += ids.size();
            progress.accept(done);
        } while (ids.size() == CHUNK);
        return done;
    }

    private List<Long> idsAfter(long groupId, @Nullable KeyStatus status, long after) {
        JdbcClient.StatementSpec statement = database.write(
                        "SELECT id FROM api_keys WHERE group_id = :group AND id > :after"
                                + (status == null ? "" : " AND status = :status") + " ORDER BY id LIMIT " + CHUNK
                                + database.dialect().forUpdate())
                .param("group", groupId)
                .param("after", after);
        statement = status == null ? statement : statement.param("status", status.id());
        return statement.query((row, number) -> row.getLong(1)).list();
    }

    private long remove(long groupId, List<Long> ids) {
        Rows.inChunks(ids, CHUNK, part -> {
            for (String sql : List.of(
                    "DELETE FROM api_keys WHERE id IN (:ids)",
                    "DELETE FROM gptload_key_status WHERE key_id IN (:ids)",
                    "DELETE FROM gptload_key_options WHERE key_id IN (:ids)",
                    "DELETE FROM gptload_key_cooldowns WHERE key_id IN (:ids)")) {
                database.write(sql).param("ids", part).update();
            }
        });
        if (!ids.isEmpty()) {
            counters.bumpKeys(groupId);
        }
        return ids.size();
    }

    private List<Long> ids(long groupId, List<String> hashes, @Nullable KeyStatus status) {
        JdbcClient.StatementSpec statement = database.write(
                        "SELECT id FROM api_keys WHERE key_hash IN (:hashes) AND group_id + 0 = :group"
                                + (status == null ? "" : " AND status = :status")
                                + database.dialect().forUpdate())
                .param("hashes", hashes)
                .param("group", groupId);
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
