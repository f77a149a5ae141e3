package io.gptload.client.store.jdbc;

import io.gptload.client.policy.Category;
import io.gptload.client.state.KeyStateChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what happened to keys since. Thread-safe. */
final class StateNewsReading {

    private static final Instant ALWAYS = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final String LAST = "SELECT max(version) FROM (SELECT version FROM ("
            + "SELECT version FROM gptload_key_status WHERE version > :after"
            + " UNION ALL SELECT version FROM gptload_key_cooldowns WHERE version > :after) changed"
            + " ORDER BY version LIMIT :limit) first_ones";
    private static final String KEY = " k.group_id, k.key_value, k.key_hash, c.updated_ms, c.rule_id,";
    private static final String RANGE = " c JOIN api_keys k ON k.id = c.key_id"
            + " WHERE c.version > :after AND c.version <= :last ORDER BY c.version, c.key_id";

    private final Database database;
    private final KeyCipher cipher;

    StateNewsReading(Database database, KeyCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    StateNews after(long version, int limit) {
        Long last = database.read(LAST)
                .param("after", version)
                .param("limit", limit)
                .query((row, number) -> Rows.number(row, row.getMetaData().getColumnLabel(1)))
                .list()
                .get(0);
        List<StateNews.OfKey> changes = new ArrayList<>();
        if (last == null) {
            return new StateNews(version, changes);
        }
        read("SELECT" + KEY + " k.status, c.strikes FROM gptload_key_status" + RANGE, version, last, row -> {
            boolean invalid = KeyStatus.of(Rows.text(row, "status")) == KeyStatus.INVALID;
            add(changes, row, new KeyStateChange.Status(at(row), invalid, row.getInt("strikes"), rule(row)));
        });
        read(
                "SELECT" + KEY + " c.model, c.until_ms, c.cause FROM gptload_key_cooldowns" + RANGE,
                version,
                last,
                row -> {
                    String stored = Rows.text(row, "model");
                    String model = stored.isEmpty() ? null : stored;
                    long until = row.getLong("until_ms");
                    Category cause = Category.ofId(Rows.text(row, "cause")).orElse(Category.RATE_LIMITED);
                    add(
                            changes,
                            row,
                            until == 0
                                    ? new KeyStateChange.RestEnd(at(row), model, ALWAYS)
                                    : new KeyStateChange.Rest(
                                            at(row), model, Instant.ofEpochMilli(until), cause, rule(row)));
                });
        return new StateNews(last, changes);
    }

    private void read(String sql, long after, long last, RowAction action) {
        database.read(sql).param("after", after).param("last", last).query(action::take);
    }

    private interface RowAction {
        void take(ResultSet row) throws SQLException;
    }

    private static Instant at(ResultSet row) throws SQLException {
        return Instant.ofEpochMilli(row.getLong("updated_ms"));
    }

    private static String rule(ResultSet row) throws SQLException {
        return Rows.text(row, "rule_id");
    }

    /** A key that cannot be read is none the engine has. */
    private void add(List<StateNews.OfKey> changes, ResultSet row, KeyStateChange change) throws SQLException {
        String hash = hash(Rows.text(row, "key_value"), Rows.text(row, "key_hash"));
        if (hash != null) {
            changes.add(new StateNews.OfKey(row.getLong("group_id"), hash, change));
        }
    }

    private @Nullable String hash(String stored, String hash) {
        if (cipher == KeyCipher.plaintext()) {
            return hash;
        }
        String secret = new StoredKey(stored).reveal(cipher, hash);
        return secret == null ? null : KeyHashes.sha256(secret);
    }
}
