package io.gptload.client.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** As {@link OlderFilesMigration}, on a server; there columns also refuse what is longer than they were declared. */
final class OlderTablesMigration extends SchemaChange {

    private record Column(String table, String name, String definition) {}

    private static final List<Column> ADDED = List.of(
            new Column("groups", "validation_endpoint", "varchar(255)"),
            new Column("groups", "proxy_keys", "text"),
            new Column("groups", "header_rules", "JSON"),
            new Column("groups", "group_type", "varchar(50) DEFAULT 'standard'"),
            new Column("groups", "model_redirect_rules", "JSON"),
            new Column("groups", "model_redirect_strict", "boolean DEFAULT false"),
            new Column("api_keys", "key_hash", "varchar(128)"),
            new Column("api_keys", "notes", "varchar(255) DEFAULT ''"),
            new Column("request_logs", "is_stream", "boolean NOT NULL"),
            new Column("request_logs", "upstream_addr", "varchar(500)"),
            new Column("request_logs", "group_name", "varchar(255)"),
            new Column("request_logs", "key_value", "text"),
            new Column("request_logs", "model", "varchar(255)"),
            new Column("request_logs", "request_type", "varchar(20) NOT NULL DEFAULT 'final'"),
            new Column("request_logs", "request_body", "text"),
            new Column("request_logs", "key_hash", "varchar(128)"),
            new Column("request_logs", "parent_group_id", "bigint unsigned"),
            new Column("request_logs", "parent_group_name", "varchar(255)"));
    private static final int SOURCE_IP = 64;
    private static final int LONGEST_VARCHAR_KEY = 1000;

    private final Dialect dialect;

    OlderTablesMigration(Dialect dialect) {
        super("2", "older tables of gpt-load");
        this.dialect = dialect;
    }

    @Override
    void apply(Connection connection) throws SQLException {
        Tables tables = new Tables(connection, dialect);
        tables.createIndexUnlessThere(TableIndex.GROUP_OF_KEY); // the foreign key leans on one of those that go
        tables.dropIndexIfThere("api_keys", "idx_group_key");
        tables.dropIndexIfThere("api_keys", "idx_api_keys_group_id_key_value");
        for (Column column : ADDED) {
            if (!tables.columns(column.table).containsKey(column.name)) {
                tables.addColumn(column.table, column.name, column.definition);
            }
        }
        if (tables.columns("api_keys").getOrDefault("key_value", LONGEST_VARCHAR_KEY) < LONGEST_VARCHAR_KEY) {
            tables.changeType("api_keys", "key_value", "text", "NOT NULL");
        }
        Map<String, Integer> logs = tables.columns("request_logs");
        if (logs.getOrDefault("source_ip", SOURCE_IP) < SOURCE_IP) {
            tables.changeType("request_logs", "source_ip", "varchar(" + SOURCE_IP + ")", "");
        }
        for (String gone : List.of("retries", "key_id")) {
            if (logs.containsKey(gone)) {
                tables.dropColumn("request_logs", gone);
            }
        }
        KeyHashes.fill(connection);
    }
}
