package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The keys of all groups. Keys go in as they are and are stored as the cipher says; what comes out is what is stored.
 * Methods throw Spring's {@link org.springframework.dao.DataAccessException}. Thread-safe.
 */
public final class KeyRepository {

    private static final int CHUNK = 1000;

    private final Database database;
    private final Dialect dialect;
    private final KeyImporter importer;
    private final KeyChanges changes;
    private final KeyCipher cipher;

    KeyRepository(Database database, KeyCipher cipher, ChangeCounters counters, TimeSource time) {
        this.database = database;
        this.dialect = database.dialect();
        this.cipher = cipher;
        this.importer = new KeyImporter(database, cipher, counters, time);
        this.changes = new KeyChanges(database, counters, time);
    }

    /**
     * Adds those keys that the group does not have yet, up to a thousand in a transaction; imports may run side by side. What was
     * added before a failure stays.
     *
     * @param progress told after each chunk how many keys were looked at
     */
    public ImportResult importAll(long groupId, Iterator<String> secrets, LongConsumer progress) {
        return importer.importAll(groupId, secrets, progress);
    }

    /** The key of that id. */
    public Optional<KeyRow> find(long id) {
        return database.read("SELECT * FROM api_keys WHERE id = :id")
                .param("id", id)
                .query(this::row)
                .optional();
    }

    /**
     * Some keys, the last used first, those never used last.
     *
     * @param offset how many to skip; 0 or more
     * @param limit how many at most; 1 or more
     */
    public Page<KeyRow> page(KeyFilter filter, long offset, int limit) {
        long total = Rows.count(bound(database.read("SELECT count(*) FROM api_keys" + filter.where()), filter));
        List<KeyRow> rows = bound(
                        database.read("SELECT * FROM api_keys" + filter.where()
                                + " ORDER BY " + dialect.descending("last_used_at") + ", id DESC"
                                + " LIMIT :limit OFFSET :offset"),
                        filter)
                .param("limit", limit)
                .param("offset", offset)
                .query(this::row)
                .list();
        return new Page<>(rows, total);
    }

    /** Visits keys in the order of their ids, a thousand at a time; no lock is held meanwhile. */
    public void forEach(KeyFilter filter, Consumer<KeyRow> action) {
        iterator(filter).forEachRemaining(action);
    }

    /** Keys in the order of their ids, read a thousand at a time; no lock is held meanwhile. Use it from one thread. */
    public Iterator<KeyRow> iterator(KeyFilter filter) {
        return new KeyCursor(after -> chunk(filter, after), CHUNK);
    }

    private List<KeyRow> chunk(KeyFilter filter, long after) {
        return bound(
                        database.read("SELECT * FROM api_keys" + filter.where() + " AND id > :after ORDER BY id LIMIT "
                                + CHUNK),
                        filter)
                .param("after", after)
                .query(this::row)
                .list();
    }

    /** How many keys of a group have an id up to that. */
    long countUpTo(long groupId, long id) {
        return Rows.count(database.read("SELECT count(*) FROM api_keys WHERE group_id = :group AND id <= :id")
                .param("group", groupId)
                .param("id", id));
    }

    /** Visits what the engine needs of a group's keys whose ids are above that, in the order of their ids. */
    void forEach(long groupId, long after, StoredKeyVisitor visitor) {
        long[] last = {after, CHUNK}; // id, and how many there were
        while (last[1] == CHUNK) {
            last[1] = 0;
            database.read("SELECT id, key_value, key_hash, status, failure_count FROM api_keys"
                            + " WHERE group_id = :group AND id > :after ORDER BY id LIMIT " + CHUNK)
                    .param("group", groupId)
                    .param("after", last[0])
                    .query(row -> {
                        last[0] = row.getLong(1);
                        last[1]++;
                        String value = row.getString(2);
                        String hash = row.getString(3);
                        visitor.visit(
                                last[0],
                                new StoredKey(value == null ? "" : value),
                                hash == null ? "" : hash,
                                KeyStatus.of(String.valueOf(row.getString(4))),
                                row.getLong(5));
                    });
        }
    }

    /** Visits those of a group's keys, in no particular order. */
    public void forEach(long groupId, Collection<Long> ids, Consumer<KeyRow> action) {
        Rows.inChunks(
                List.copyOf(ids),
                CHUNK,
                part -> database.read("SELECT * FROM api_keys WHERE id IN (:ids) AND group_id + 0 = :group")
                        .param("ids", part)
                        .param("group", groupId)
                        .query(this::row)
                        .list()
                        .forEach(action));
    }

    /** Takes a row. */
    interface StoredKeyVisitor {
        void visit(long id, StoredKey key, String hash, KeyStatus status, long failures);
    }

    /** The ids of those of these keys that a group has. */
    public List<Long> ids(long groupId, Collection<String> secrets) {
        List<Long> ids = new ArrayList<>();
        Rows.inChunks(
                hashes(secrets),
                CHUNK,
                part -> ids.addAll(
                        database.read("SELECT id FROM api_keys WHERE key_hash IN (:hashes) AND group_id + 0 = :group")
                                .param("hashes", part)
                                .param("group", groupId)
                                .query((row, number) -> row.getLong(1))
                                .list()));
        return ids;
    }

    /** How many keys a group has. */
    public KeyCounts counts(long groupId) {
        return counts().getOrDefault(groupId, KeyCounts.NONE);
    }

    /** How many keys there are, by group; groups without keys are missing. */
    public Map<Long, KeyCounts> counts() {
        Map<Long, KeyCounts> byGroup = new HashMap<>();
        database.read("SELECT group_id, sum(CASE WHEN status = 'invalid' THEN 0 ELSE 1 END),"
                        + " sum(CASE WHEN status = 'invalid' THEN 1 ELSE 0 END) FROM api_keys GROUP BY group_id")
                .query(row -> {
                    byGroup.put(row.getLong(1), new KeyCounts(row.getLong(2), row.getLong(3)));
                });
        return byGroup;
    }

    /** @return whether there is such a key */
    public boolean setNotes(long id, String notes) {
        return changes.setNotes(id, ColumnText.VARCHAR_255.fit(notes));
    }

    /** Sets status and failure count, as somebody decided now. @return whether there is such a key */
    public boolean setStatus(long id, KeyStatus status, long failureCount) {
        return changes.setStatus(id, status, failureCount);
    }

    /** Makes the invalid ones among these keys active with a clean record. @return how many were invalid */
    public long restore(long groupId, Collection<String> secrets) {
        return inChunks(secrets, seen -> {}, hashes -> changes.restore(groupId, hashes));
    }

    /** Makes all invalid keys of a group active with a clean record. @return how many were invalid */
    public long restoreAll(long groupId) {
        return restoreAll(groupId, done -> {});
    }

    /**
     * As {@link #restoreAll(long)}, a thousand in a transaction.
     *
     * @param progress told after each how many are done; what it throws ends it
     */
    public long restoreAll(long groupId, LongConsumer progress) {
        return changes.restoreAll(groupId, progress);
    }

    /**
     * Removes those of these keys that the group has, a thousand in a transaction.
     *
     * @param progress told after each chunk how many keys were looked at
     * @return how many were removed
     */
    public long delete(long groupId, Collection<String> secrets, LongConsumer progress) {
        return inChunks(secrets, progress, hashes -> changes.delete(groupId, hashes));
    }

    /** Removes the keys of a group. @param status only those; {@code null} for all. @return how many were removed */
    public long clear(long groupId, @Nullable KeyStatus status) {
        return clear(groupId, status, done -> {});
    }

    /**
     * As {@link #clear(long, KeyStatus)}, a thousand in a transaction.
     *
     * @param progress told after each how many are done; what it throws ends it
     */
    public long clear(long groupId, @Nullable KeyStatus status, LongConsumer progress) {
        return changes.clear(groupId, status, progress);
    }

    private long inChunks(Collection<String> secrets, LongConsumer progress, ToLongFunction<List<String>> change) {
        AtomicLong changed = new AtomicLong();
        AtomicLong seen = new AtomicLong();
        Rows.inChunks(secrets.stream().distinct().toList(), CHUNK, chunk -> {
            changed.addAndGet(change.applyAsLong(hashes(chunk)));
            progress.accept(seen.addAndGet(chunk.size()));
        });
        return changed.get();
    }

    private List<String> hashes(Collection<String> secrets) {
        return secrets.stream()
                .flatMap(secret -> cipher.hashes(secret).stream())
                .toList();
    }

    private static JdbcClient.StatementSpec bound(JdbcClient.StatementSpec statement, KeyFilter filter) {
        return statement
                .param("group", filter.groupId())
                .param("status", filter.statusId())
                .param("hashes", filter.hashes());
    }

    private KeyRow row(ResultSet row, int number) throws SQLException {
        return new KeyRow(
                row.getLong("id"),
                row.getLong("group_id"),
                new StoredKey(Rows.text(row, "key_value")),
                Rows.text(row, "key_hash"),
                KeyStatus.of(Rows.text(row, "status")),
                Rows.text(row, "notes"),
                row.getLong("request_count"),
                row.getLong("failure_count"),
                dialect.time(row, "last_used_at"),
                dialect.time(row, "created_at"),
                dialect.time(row, "updated_at"));
    }
}
