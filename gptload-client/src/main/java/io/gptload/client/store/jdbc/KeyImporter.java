package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Adds keys to a group in chunks, each a transaction of its own. Imports of one group take turns, chunk by chunk, so that
 * what one has added the next one sees.
 */
final class KeyImporter {

    private static final int CHUNK = 1000;
    private static final int FIRST_CHUNK =
            100; // then twice as many each time, so that few keys show how far they are too
    // "group_id + 0" keeps the planner on the index of the hash, which finds one row instead of a group.
    private static final String KNOWN =
            "SELECT key_hash FROM api_keys WHERE key_hash IN (:hashes) AND group_id + 0 = :group";
    private static final String INSERT = "INSERT INTO api_keys (key_value, key_hash, group_id, status, notes,"
            + " request_count, failure_count, created_at, updated_at)"
            + " VALUES (:value, :hash, :group, 'active', '', 0, 0, :now, :now)";

    private final Database database;
    private final KeyCipher cipher;
    private final ChangeCounters counters;
    private final TimeSource time;

    KeyImporter(Database database, KeyCipher cipher, ChangeCounters counters, TimeSource time) {
        this.database = database;
        this.cipher = cipher;
        this.counters = counters;
        this.time = time;
    }

    ImportResult importAll(long groupId, Iterator<String> secrets, LongConsumer progress) {
        long seen = 0;
        long added = 0;
        int size = FIRST_CHUNK;
        while (secrets.hasNext()) {
            Map<String, String> chunk = new LinkedHashMap<>();
            while (chunk.size() < size && secrets.hasNext()) {
                String secret = secrets.next();
                chunk.putIfAbsent(cipher.hash(secret), secret);
                seen++;
            }
            added += database.transaction(() -> insertNew(groupId, chunk));
            progress.accept(seen);
            size = Math.min(CHUNK, 2 * size);
        }
        return new ImportResult(added, seen - added);
    }

    private long insertNew(long groupId, Map<String, String> secretByHash) {
        counters.lockKeys(groupId);
        Map<String, String> hashByName = new HashMap<>();
        secretByHash.forEach((hash, secret) -> cipher.hashes(secret).forEach(name -> hashByName.put(name, hash)));
        Set<String> known = new HashSet<>();
        database.write(KNOWN)
                .param("hashes", hashByName.keySet())
                .param("group", groupId)
                .query(row -> {
                    known.add(hashByName.getOrDefault(row.getString(1), ""));
                });
        Object now = database.dialect().time(time.instant());
        List<SqlParameterSource> rows = new ArrayList<>();
        secretByHash.forEach((hash, secret) -> {
            if (!known.contains(hash)) {
                rows.add(new MapSqlParameterSource("value", cipher.encrypt(secret))
                        .addValue("hash", hash)
                        .addValue("group", groupId)
                        .addValue("now", now));
            }
        });
        if (!rows.isEmpty()) {
            database.batches().batchUpdate(INSERT, rows.toArray(SqlParameterSource[]::new));
            counters.bumpKeys(groupId);
        }
        return rows.size();
    }
}
