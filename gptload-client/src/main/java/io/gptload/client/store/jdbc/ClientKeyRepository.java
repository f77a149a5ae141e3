package io.gptload.client.store.jdbc;

import io.gptload.client.store.jdbc.ChangeCounters.Kind;
import io.gptload.client.time.TimeSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;

/**
 * The named keys of clients. Every change is counted as one of {@link Kind#CLIENT_KEYS}. Methods throw Spring's {@link
 * org.springframework.dao.DataAccessException}. Thread-safe.
 */
public final class ClientKeyRepository {

    private static final String TABLE = "gptload_client_keys";
    private static final String EDITED = "name = :name, note = :note, enabled = :enabled, expires_ms = :expires_ms,"
            + " group_ids = :group_ids, models = :models, requests_per_minute = :requests_per_minute,"
            + " daily_requests = :daily_requests, daily_tokens = :daily_tokens";

    private final Database database;
    private final ChangeCounters counters;
    private final TimeSource time;

    ClientKeyRepository(Database database, ChangeCounters counters, TimeSource time) {
        this.database = database;
        this.counters = counters;
        this.time = time;
    }

    /** All of them, by name. */
    public List<ClientKeyRow> list() {
        return database.read("SELECT * FROM " + TABLE + " ORDER BY name, id")
                .query(this::row)
                .list();
    }

    /** Some of those whose name or note contains a text, taken literally, by name; all for the empty text. */
    public Page<ClientKeyRow> page(String text, long offset, int limit) {
        String where = " WHERE name LIKE :text ESCAPE '!' OR note LIKE :text ESCAPE '!'";
        long total = Rows.count(
                database.read("SELECT count(*) FROM " + TABLE + where).param("text", Rows.contains(text)));
        List<ClientKeyRow> rows = database.read(
                        "SELECT * FROM " + TABLE + where + " ORDER BY name, id LIMIT :limit OFFSET :offset")
                .param("text", Rows.contains(text))
                .param("limit", limit)
                .param("offset", offset)
                .query(this::row)
                .list();
        return new Page<>(rows, total);
    }

    /** How many there are. */
    public long count() {
        return Rows.count(database.read("SELECT count(*) FROM " + TABLE));
    }

    /** The one of that id. */
    public Optional<ClientKeyRow> find(long id) {
        return database.read("SELECT * FROM " + TABLE + " WHERE id = :id")
                .param("id", id)
                .query(this::row)
                .optional();
    }

    /** The one of that name. */
    public Optional<ClientKeyRow> find(String name) {
        return database.read("SELECT * FROM " + TABLE + " WHERE name = :name")
                .param("name", name)
                .query(this::row)
                .optional();
    }

    /**
     * Adds one; id, times and version of the row are ignored.
     *
     * @return its id
     * @throws org.springframework.dao.DataAccessException also if there is one of that name
     */
    public long insert(ClientKeyRow row) {
        return database.transaction(() -> {
            KeyHolder ids = new GeneratedKeyHolder();
            edited(
                            database.write("INSERT INTO " + TABLE + " (name, note, key_hash, key_tail, enabled,"
                                    + " expires_ms, group_ids, models, requests_per_minute, daily_requests,"
                                    + " daily_tokens, created_ms, updated_ms, version) VALUES (:name, :note, :hash,"
                                    + " :tail, :enabled, :expires_ms, :group_ids, :models, :requests_per_minute,"
                                    + " :daily_requests, :daily_tokens, :now, :now, 0)"),
                            row)
                    .param("hash", row.hash())
                    .param("tail", row.tail())
                    .update(ids, "id");
            Number id = ids.getKey();
            if (id == null) {
                throw new IllegalStateException("The database gave no id");
            }
            counters.bump(Kind.CLIENT_KEYS);
            return id.longValue();
        });
    }

    /**
     * Writes what may be edited of a row: all but the key, the times and the version.
     *
     * @param row with the version that was read
     * @throws StaleVersionException if it is at another version, or gone
     */
    public void update(ClientKeyRow row) {
        database.inTransaction(() -> {
            int changed = edited(
                            database.write("UPDATE " + TABLE + " SET " + EDITED
                                    + ", updated_ms = :now, version = version + 1"
                                    + " WHERE id = :id AND version = :version"),
                            row)
                    .param("id", row.id())
                    .param("version", row.version())
                    .update();
            if (changed == 0) {
                throw new StaleVersionException("Client key", row.id(), row.version());
            }
            counters.bump(Kind.CLIENT_KEYS);
        });
    }

    /** Exchanges the key. @return whether there is a client of that id */
    public boolean replaceKey(long id, String hash, String tail) {
        return database.transaction(() -> {
            int changed = database.write("UPDATE " + TABLE + " SET key_hash = :hash, key_tail = :tail,"
                            + " updated_ms = :now, version = version + 1 WHERE id = :id")
                    .param("hash", hash)
                    .param("tail", tail)
                    .param("now", time.instant().toEpochMilli())
                    .param("id", id)
                    .update();
            counters.bump(Kind.CLIENT_KEYS);
            return changed > 0;
        });
    }

    /** Removes one; what it used stays known. @return whether it was there */
    public boolean delete(long id) {
        return database.transaction(() -> {
            int deleted = database.write("DELETE FROM " + TABLE + " WHERE id = :id")
                    .param("id", id)
                    .update();
            counters.bump(Kind.CLIENT_KEYS);
            return deleted > 0;
        });
    }

    private JdbcClient.StatementSpec edited(JdbcClient.StatementSpec statement, ClientKeyRow row) {
        Instant expires = row.expiresAt();
        return statement
                .param("name", row.name())
                .param("note", row.note())
                .param("enabled", row.enabled())
                .param("expires_ms", expires == null ? null : expires.toEpochMilli(), Types.BIGINT)
                .param("group_ids", row.groupIds().stream().map(String::valueOf).collect(Collectors.joining("\n")))
                .param("models", String.join("\n", row.models()))
                .param("requests_per_minute", row.requestsPerMinute())
                .param("daily_requests", row.dailyRequests())
                .param("daily_tokens", row.dailyTokens())
                .param("now", time.instant().toEpochMilli());
    }

    private ClientKeyRow row(ResultSet row, int number) throws SQLException {
        return new ClientKeyRow(
                row.getLong("id"),
                row.getString("name"),
                row.getString("note"),
                row.getString("key_hash"),
                row.getString("key_tail"),
                row.getBoolean("enabled"),
                instant(row, "expires_ms"),
                row.getString("group_ids").lines().map(Long::valueOf).toList(),
                row.getString("models").lines().toList(),
                row.getInt("requests_per_minute"),
                row.getLong("daily_requests"),
                row.getLong("daily_tokens"),
                instant(row, "last_used_ms"),
                Instant.ofEpochMilli(row.getLong("created_ms")),
                Instant.ofEpochMilli(row.getLong("updated_ms")),
                row.getLong("version"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Long millis = Rows.number(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
