package io.gptload.client.store.jdbc;

import java.util.List;

/**
 * An index gpt-load makes.
 *
 * @param columns separated by commas
 */
record TableIndex(String name, String table, String columns, boolean unique) {

    static final TableIndex GROUP_OF_KEY = new TableIndex("idx_api_keys_group_id", "api_keys", "group_id", false);

    /** Those of the log that no question needs and that cost more than the row itself. */
    static final List<TableIndex> UNUSED = List.of(
            ofLog("group_id"),
            ofLog("group_name"),
            ofLog("parent_group_id"),
            ofLog("parent_group_name"),
            ofLog("model"),
            ofLog("request_type"));

    /** The others. */
    static final List<TableIndex> USED = List.of(
            new TableIndex("idx_group_sub", "group_sub_groups", "group_id, sub_group_id", true),
            GROUP_OF_KEY,
            new TableIndex("idx_api_keys_key_hash", "api_keys", "key_hash", false),
            new TableIndex("idx_api_keys_status", "api_keys", "status", false),
            new TableIndex("idx_api_keys_group_last_used_id", "api_keys", "group_id, last_used_at, id", false),
            ofLog("timestamp"),
            ofLog("key_hash"),
            new TableIndex("idx_group_time", "group_hourly_stats", "time, group_id", true));

    private static TableIndex ofLog(String column) {
        return new TableIndex("idx_request_logs_" + column, "request_logs", column, false);
    }
}
