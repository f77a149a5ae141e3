package io.gptload.client.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Hashes of keys without encryption. */
final class KeyHashes {

    private static final int CHUNK = 1000;

    private KeyHashes() {}

    /** SHA-256 in lower-case hex; the empty text for an empty key. */
    static String sha256(String secret) {
        if (secret.isEmpty()) {
            return "";
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Gives a hash to the keys of times when there was neither hash nor encryption. Walks each row once. */
    static void fill(Connection connection) throws SQLException {
        long after = 0;
        Map<Long, String> values;
        do {
            values = unhashed(connection, after);
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE api_keys SET key_hash = ? WHERE id = ?")) {
                for (Map.Entry<Long, String> entry : values.entrySet()) {
                    after = entry.getKey();
                    update.setString(1, sha256(entry.getValue()));
                    update.setLong(2, after);
                    update.addBatch();
                }
                update.executeBatch();
            }
        } while (values.size() == CHUNK);
    }

    private static Map<Long, String> unhashed(Connection connection, long after) throws SQLException {
        Map<Long, String> values = new LinkedHashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, key_value FROM api_keys WHERE id > ? AND (key_hash IS NULL"
                        + " OR key_hash = '') ORDER BY id LIMIT " + CHUNK)) {
            select.setLong(1, after);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    values.put(rows.getLong(1), rows.getString(2));
                }
            }
        }
        return values;
    }
}
