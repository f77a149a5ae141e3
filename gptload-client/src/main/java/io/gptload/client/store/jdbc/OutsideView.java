package io.gptload.client.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at what gpt-load itself, or somebody with a database client, changes without counting it in {@link ChangeCounters}.
 * Thread-safe.
 */
public final class OutsideView {

    private final Database database;

    OutsideView(Database database) {
        this.database = database;
    }

    /**
     * Something that changes when a group, a member, a setting or a group's number of keys does. It costs a look at each of
     * them, and for the keys at an index.
     */
    public List<String> fingerprint() {
        List<String> print = new ArrayList<>();
        String groups = database.dialect().quoted("groups");
        rows("SELECT id, updated_at FROM " + groups + " ORDER BY id", print);
        rows("SELECT id, weight FROM group_sub_groups ORDER BY id", print);
        rows("SELECT setting_key, updated_at FROM system_settings ORDER BY setting_key", print);
        rows("SELECT group_id, count(*) FROM api_keys GROUP BY group_id ORDER BY group_id", print);
        rows("SELECT group_id, max(id) FROM api_keys GROUP BY group_id ORDER BY group_id", print);
        return print;
    }

    private void rows(String sql, List<String> print) {
        database.read(sql).query((ResultSet row) -> {
            print.add(row.getString(1) + " " + row.getString(2));
        });
        print.add("");
    }

    /** What the invalid keys are stored under, by group id. */
    public Map<Long, Set<String>> invalidKeys() {
        Map<Long, Set<String>> byGroup = new HashMap<>();
        database.read("SELECT group_id, key_hash FROM api_keys WHERE status = 'invalid'")
                .query((ResultSet row) -> add(byGroup, row));
        return byGroup;
    }

    private static void add(Map<Long, Set<String>> byGroup, ResultSet row) throws SQLException {
        String hash = row.getString(2);
        if (hash != null) {
            byGroup.computeIfAbsent(row.getLong(1), id -> new HashSet<>()).add(hash);
        }
    }
}
