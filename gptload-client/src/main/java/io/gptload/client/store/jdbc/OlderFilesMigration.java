package io.gptload.client.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Gives a file of an older gpt-load 1.x the columns it lacks, and takes away what would refuse new rows. */
final class OlderFilesMigration extends SchemaChange {

    private static final Map<String, Map<String, String>> ADDED = added();

    OlderFilesMigration() {
        super("2", "older files of gpt-load");
    }

    private static Map<String, Map<String, String>> added() {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        tables.put(
                "groups",
                columns(
                        "validation_endpoint varchar(255)",
                        "proxy_keys text",
                        "header_rules JSON",
                        "group_type varchar(50) DEFAULT \"standard\"",
                        "model_redirect_rules JSON",
                        "model_redirect_strict numeric DEFAULT false"));
        tables.put("api_keys", columns("key_hash varchar(128)", "notes varchar(255) DEFAULT \"\""));
        tables.put(
                "request_logs",
                columns(
                        "is_stream numeric NOT NULL DEFAULT false",
                        "upstream_addr varchar(500)",
                        "group_name varchar(255)",
                        "key_value text",
                        "model varchar(255)",
                        "request_type varchar(20) NOT NULL DEFAULT \"final\"",
                        "request_body text",
                        "key_hash varchar(128)",
                        "parent_group_id integer",
                        "parent_group_name varchar(255)"));
        return tables;
    }

    private static Map<String, String> columns(String... definitions) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String definition : definitions) {
            int blank = definition.indexOf(' ');
            columns.put(definition.substring(0, blank), definition.substring(blank));
        }
        return columns;
    }

    @Override
    void apply(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP INDEX IF EXISTS idx_group_key");
            statement.execute("DROP INDEX IF EXISTS idx_api_keys_group_id_key_value");
            for (Map.Entry<String, Map<String, String>> table : ADDED.entrySet()) {
                Set<String> present = present(statement, table.getKey());
                for (Map.Entry<String, String> column : table.getValue().entrySet()) {
                    if (!present.contains(column.getKey())) {
                        statement.execute("ALTER TABLE `" + table.getKey() + "` ADD COLUMN `" + column.getKey() + "`"
                                + column.getValue());
                    }
                }
            }
            Set<String> logs = present(statement, "request_logs");
            for (String gone : new String[] {"retries", "key_id"}) {
                if (logs.contains(gone)) {
                    statement.execute("DROP INDEX IF EXISTS idx_request_logs_" + gone);
                    statement.execute("ALTER TABLE `request_logs` DROP COLUMN `" + gone + "`");
                }
            }
        }
        KeyHashes.fill(connection);
    }

    private static Set<String> present(Statement statement, String table) throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        try (ResultSet rows = statement.executeQuery("SELECT name FROM pragma_table_info('" + table + "')")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
