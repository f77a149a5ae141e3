package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.VirtualTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSchemaTest {

    private static final List<String> ID = List.of("`id` integer PRIMARY KEY AUTOINCREMENT");

    /** The tables as gpt-load 1.4 makes them, column by column. */
    private static final Map<String, List<String>> ORIGINAL = original();

    @TempDir
    Path folder;

    private static Map<String, List<String>> original() {
        Map<String, List<String>> tables = new TreeMap<>();
        tables.put(
                "system_settings",
                List.of(
                        "setting_key varchar(255) NOT NULL",
                        "setting_value text NOT NULL",
                        "description varchar(512)",
                        "created_at datetime",
                        "updated_at datetime"));
        tables.put(
                "groups",
                List.of(
                        "name varchar(255) NOT NULL",
                        "display_name varchar(255)",
                        "proxy_keys text",
                        "description varchar(512)",
                        "group_type varchar(50) DEFAULT \"standard\"",
                        "upstreams JSON NOT NULL",
                        "validation_endpoint varchar(255)",
                        "channel_type varchar(50) NOT NULL",
                        "sort integer DEFAULT 0",
                        "test_model varchar(255) NOT NULL",
                        "param_overrides JSON",
                        "config JSON",
                        "header_rules JSON",
                        "model_redirect_rules JSON",
                        "model_redirect_strict numeric DEFAULT false",
                        "last_validated_at datetime",
                        "created_at datetime",
                        "updated_at datetime"));
        tables.put(
                "group_sub_groups",
                List.of(
                        "group_id integer NOT NULL",
                        "sub_group_id integer NOT NULL",
                        "weight integer DEFAULT 0",
                        "created_at datetime",
                        "updated_at datetime"));
        tables.put(
                "api_keys",
                List.of(
                        "key_value text NOT NULL",
                        "key_hash varchar(128)",
                        "group_id integer NOT NULL",
                        "status varchar(50) NOT NULL DEFAULT \"active\"",
                        "notes varchar(255) DEFAULT \"\"",
                        "request_count integer NOT NULL DEFAULT 0",
                        "failure_count integer NOT NULL DEFAULT 0",
                        "last_used_at datetime",
                        "created_at datetime",
                        "updated_at datetime"));
        tables.put(
                "request_logs",
                List.of(
                        "timestamp datetime NOT NULL",
                        "group_id integer NOT NULL",
                        "group_name varchar(255)",
                        "parent_group_id integer",
                        "parent_group_name varchar(255)",
                        "key_value text",
                        "key_hash varchar(128)",
                        "model varchar(255)",
                        "is_success numeric NOT NULL",
                        "source_ip varchar(64)",
                        "status_code integer NOT NULL",
                        "request_path varchar(500)",
                        "duration integer NOT NULL",
                        "error_message text",
                        "user_agent varchar(512)",
                        "request_type varchar(20) NOT NULL DEFAULT \"final\"",
                        "upstream_addr varchar(500)",
                        "is_stream numeric NOT NULL",
                        "request_body text"));
        tables.put(
                "group_hourly_stats",
                List.of(
                        "time datetime NOT NULL",
                        "group_id integer NOT NULL",
                        "success_count integer NOT NULL DEFAULT 0",
                        "failure_count integer NOT NULL DEFAULT 0",
                        "created_at datetime",
                        "updated_at datetime"));
        return tables;
    }

    private static final List<String> INDEXES = List.of(
            "idx_api_keys_group_id",
            "idx_api_keys_group_last_used_id",
            "idx_api_keys_key_hash",
            "idx_api_keys_status",
            "idx_group_sub",
            "idx_group_time",
            "idx_request_logs_key_hash",
            "idx_request_logs_timestamp");

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpt-load.db"));
    }

    private JdbcStore open() {
        return JdbcStore.sqlite(folder.resolve("gpt-load.db"), StoreOptions.DEFAULTS.withTime(new VirtualTime()));
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Name, type, NOT NULL, default and place in the primary key of each column, as SQLite understands them. */
    private List<String> columns(String table) throws SQLException {
        return query("SELECT name || ' ' || type || ' ' || \"notnull\" || ' ' || coalesce(dflt_value, '-') || ' ' || pk"
                + " FROM pragma_table_info('" + table + "')");
    }

    private static String ddl(String table) {
        String constraint = switch (table) {
            case "system_settings" -> ",CONSTRAINT `uni_system_settings_setting_key` UNIQUE (`setting_key`)";
            case "groups" -> ",CONSTRAINT `uni_groups_name` UNIQUE (`name`)";
            case "api_keys" -> ",CONSTRAINT `fk_groups_api_keys` FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`)";
            case "request_logs" -> ",PRIMARY KEY (`id`)";
            default -> "";
        };
        List<String> definitions = new ArrayList<>(table.equals("request_logs") ? List.of("`id` varchar(36)") : ID);
        ORIGINAL.getOrDefault(table, List.of()).forEach(column -> {
            int blank = column.indexOf(' ');
            definitions.add("`" + column.substring(0, blank) + "`" + column.substring(blank));
        });
        return "CREATE TABLE `" + table + "` (" + String.join(",", definitions) + constraint + ")";
    }

    private void makeAsGptLoadDoes() throws SQLException {
        for (String table : ORIGINAL.keySet()) {
            execute(ddl(table));
        }
    }

    @Test
    void aNewFileHasTheTablesGptLoadMakes() throws SQLException {
        open().close();
        for (String table : ORIGINAL.keySet()) {
            assertThat(query("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '" + table + "'"))
                    .containsExactly(ddl(table));
        }
        assertThat(query("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
                        + " AND name NOT LIKE '%gptload%' AND name NOT LIKE '%flyway%' ORDER BY name"))
                .containsExactlyElementsOf(INDEXES);
        assertThat(query("PRAGMA journal_mode")).containsExactly("wal");
        open().close(); // again
    }

    @Test
    void aFileOfGptLoadOpensAndKeepsItsTablesAndRows() throws SQLException {
        makeAsGptLoadDoes();
        execute(
                "INSERT INTO `groups` (name, upstreams, channel_type, test_model, config, created_at) VALUES"
                        + " ('old', '[{\"url\":\"https://u\",\"weight\":1}]', 'openai', 'm', 'null',"
                        + " '2026-01-02 03:04:05.123456789+08:00')",
                "INSERT INTO api_keys (key_value, key_hash, group_id, last_used_at) VALUES ('sk-leakcanary-old', '"
                        + KeyHashes.sha256("sk-leakcanary-old") + "', 1, '2026-01-02 03:04:05 +0800 CST m=+0.5')",
                "INSERT INTO system_settings (setting_key, setting_value) VALUES ('max_idle_conns', '1e+06')",
                "INSERT INTO request_logs (id, timestamp, group_id, is_success, status_code, duration, is_stream)"
                        + " VALUES ('x', '2026-01-02 03:04:05 +0800 CST', 1, 1, 200, 5, 0)");
        Map<String, List<String>> before = new TreeMap<>();
        for (String table : ORIGINAL.keySet()) {
            before.put(table, columns(table));
        }
        try (JdbcStore store = open()) {
            LoadedCatalog catalog = new CatalogLoader(store).load();
            assertThat(catalog.problems()).isEmpty();
            assertThat(catalog.groups().get(0).config().keys()).hasSize(1);
            assertThat(catalog.settings().number(Setting.MAX_IDLE_CONNS)).isEqualTo(1_000_000);
            GroupRow group = store.groups().find("old").orElseThrow();
            assertThat(group.createdAt()).isEqualTo(Instant.parse("2026-01-01T19:04:05.123456789Z"));
            assertThat(group.groupType()).isEqualTo("standard");
            store.groups().update(1, 0L, Map.of(GroupColumn.SORT, 3));
            Instant logged = Instant.parse("2026-01-01T19:04:05Z");
            assertThat(store.requestLogs()
                            .page(RequestLogFilter.all().from(logged).to(logged), 0, 5)
                            .total())
                    .isEqualTo(1);
            assertThat(store.requestLogs().deleteBefore(logged)).isZero();
            assertThat(store.requestLogs().deleteBefore(logged.plusSeconds(1))).isEqualTo(1);
        }
        for (String table : ORIGINAL.keySet()) {
            assertThat(columns(table)).isEqualTo(before.get(table));
            assertThat(query("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '" + table + "'"))
                    .containsExactly(ddl(table));
        }
    }

    @Test
    void anOldFileIsCompleted() throws SQLException {
        execute(
                "CREATE TABLE `groups` (`id` integer PRIMARY KEY AUTOINCREMENT,`name` varchar(255) NOT NULL UNIQUE,"
                        + "`display_name` varchar(255),`description` varchar(512),`upstreams` JSON NOT NULL,"
                        + "`channel_type` varchar(50) NOT NULL,`sort` integer DEFAULT 0,`test_model` varchar(255) NOT NULL,"
                        + "`param_overrides` JSON,`config` JSON,`last_validated_at` datetime,`created_at` datetime,"
                        + "`updated_at` datetime)",
                "CREATE TABLE `api_keys` (`id` integer PRIMARY KEY AUTOINCREMENT,`key_value` varchar(512) NOT NULL,"
                        + "`group_id` integer NOT NULL,`status` varchar(50) NOT NULL DEFAULT \"active\","
                        + "`request_count` integer NOT NULL DEFAULT 0,`failure_count` integer NOT NULL DEFAULT 0,"
                        + "`last_used_at` datetime,`created_at` datetime,`updated_at` datetime)",
                "CREATE UNIQUE INDEX idx_group_key ON api_keys(group_id, key_value)",
                "CREATE TABLE `request_logs` (`id` varchar(36),`timestamp` datetime NOT NULL,`group_id` integer NOT NULL,"
                        + "`key_id` integer NOT NULL,`is_success` numeric NOT NULL,`source_ip` varchar(45),"
                        + "`status_code` integer NOT NULL,`request_path` varchar(1024),`duration` integer NOT NULL,"
                        + "`error_message` text,`user_agent` varchar(512),`retries` integer NOT NULL,PRIMARY KEY (`id`))",
                "CREATE INDEX idx_request_logs_key_id ON request_logs(key_id)",
                "INSERT INTO `groups` (name, upstreams, channel_type, test_model) VALUES ('g', '[]', 'openai', 'm')",
                "INSERT INTO api_keys (key_value, group_id) VALUES ('sk-leakcanary-old', 1), ('', 1)",
                "INSERT INTO request_logs (id, timestamp, group_id, key_id, is_success, status_code, duration, retries)"
                        + " VALUES ('x', '2026-01-02 03:04:05+08:00', 1, 1, 1, 200, 5, 0)");
        try (JdbcStore store = open()) {
            assertThat(store.keys()
                            .page(KeyFilter.ofGroup(1).withSecret("sk-leakcanary-old", KeyCipher.plaintext()), 0, 5)
                            .total())
                    .isEqualTo(1);
            assertThat(store.groups().list().get(0).groupType()).isEqualTo("standard");
            RequestLogRow old = store.requestLogs().find("x").orElseThrow();
            assertThat(old.requestType()).isEqualTo("final");
            store.requestLogs().insert(List.of(old.with("y", StoredKey.NONE, "")));
            assertThat(store.requestLogs().page(RequestLogFilter.all(), 0, 5).total())
                    .isEqualTo(2);
        }
        assertThat(query("SELECT name FROM sqlite_master WHERE name = 'idx_group_key'"))
                .isEmpty();
        assertThat(columns("request_logs")).noneMatch(column -> column.startsWith("key_id"));
    }
}
