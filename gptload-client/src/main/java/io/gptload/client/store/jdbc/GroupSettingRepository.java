package io.gptload.client.store.jdbc;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of groups that gpt-load does not have, such as {@code failure_policy}: text by name. Thread-safe. */
public final class GroupSettingRepository {

    private final Database database;
    private final ChangeCounters counters;

    GroupSettingRepository(Database database, ChangeCounters counters) {
        this.database = database;
        this.counters = counters;
    }

    /** The settings of a group, by name. */
    public Map<String, String> of(long groupId) {
        Map<String, String> values = new LinkedHashMap<>();
        database.read("SELECT name, value FROM gptload_group_settings WHERE group_id = :group ORDER BY name")
                .param("group", groupId)
                .query(row -> {
                    values.put(row.getString(1), row.getString(2));
                });
        return values;
    }

    /** The settings of all groups that have any, by id and name. */
    public Map<Long, Map<String, String>> all() {
        Map<Long, Map<String, String>> byGroup = new HashMap<>();
        database.read("SELECT group_id, name, value FROM gptload_group_settings ORDER BY group_id, name")
                .query(row -> {
                    byGroup.computeIfAbsent(row.getLong(1), id -> new LinkedHashMap<>())
                            .put(row.getString(2), row.getString(3));
                });
        return byGroup;
    }

    /** Replaces the settings of a group. */
    public void replace(long groupId, Map<String, String> values) {
        database.inTransaction(() -> {
            database.write("DELETE FROM gptload_group_settings WHERE group_id = :group")
                    .param("group", groupId)
                    .update();
            values.forEach((name, value) -> database.write(database.dialect()
                            .insertIfAbsent("gptload_group_settings", List.of("group_id", "name"), List.of("value")))
                    .param("group_id", groupId)
                    .param("name", name)
                    .param("value", value)
                    .update());
            counters.bump(ChangeCounters.Kind.GROUPS);
        });
    }
}
