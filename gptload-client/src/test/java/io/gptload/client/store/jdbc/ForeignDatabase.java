package io.gptload.client.store.jdbc;

import io.gptload.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database that others fill, and the shape of gpt-load's tables in it. */
final class ForeignDatabase {

    private static final String TABLES =
            "('system_settings', 'groups', 'group_sub_groups', 'api_keys', 'request_logs'," + " 'group_hourly_stats')";

    private final TestEngine engine;
    private final String url;
    private final String user;
    private final String password;
    private final @Nullable Path file;

    private ForeignDatabase(TestEngine engine, String url, String user, String password, @Nullable Path file) {
        this.engine = engine;
        this.url = url;
        this.user = user;
        this.password = password;
        this.file = file;
    }

    static ForeignDatabase of(TestEngine engine, Path folder) {
        if (!engine.isServer()) {
            Path file = folder.resolve("gpt-load.db");
            folder.toFile().mkdirs();
            return new ForeignDatabase(engine, "jdbc:sqlite:" + file, "", "", file);
        }
        TestDatabase made = engine.newDatabase();
        return new ForeignDatabase(engine, made.url(), made.user(), made.password(), null);
    }

    JdbcStore open(StoreOptions options) {
        return file == null
                ? JdbcStore.open(JdbcEndpoint.of(url, user, password), options)
                : JdbcStore.sqlite(file, options);
    }

    JdbcStore openOverDataSource(StoreOptions options) {
        return JdbcStore.of(new DriverManagerDataSource(url, user, password), options);
    }

    /** Runs a script of statements that end with their lines. @param values of its placeholders */
    void run(String script, Map<String, String> values) {
        String flavour = switch (engine) {
            case SQLITE -> "sqlite";
            case MARIADB -> "mysql";
            case POSTGRESQL -> "postgresql";
        };
        String name = script + "-" + flavour + ".sql";
        try (InputStream in = ForeignDatabase.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace(value.getKey(), value.getValue());
            }
            execute(text.split(";\\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void execute(String... statements) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Columns, indexes and constraints of gpt-load's tables, sorted. */
    List<String> shape() {
        return new ArrayList<>(
                switch (engine) {
                    case SQLITE ->
                        query("SELECT m.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk FROM sqlite_master m,"
                                + " pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name IN " + TABLES
                                + " UNION ALL SELECT tbl_name, name, sql, '', '', '' FROM sqlite_master"
                                + " WHERE type = 'index' AND tbl_name IN " + TABLES);
                    case MARIADB ->
                        query("SELECT table_name, column_name, column_type, is_nullable, column_default, extra"
                                + " FROM information_schema.columns WHERE table_schema = database() AND table_name IN "
                                + TABLES
                                + " UNION ALL SELECT table_name, index_name, column_name, seq_in_index, non_unique, ''"
                                + " FROM information_schema.statistics WHERE table_schema = database() AND table_name IN "
                                + TABLES
                                + " UNION ALL SELECT table_name, constraint_name, constraint_type, '', '', ''"
                                + " FROM information_schema.table_constraints WHERE table_schema = database()"
                                + " AND table_name IN "
                                + TABLES);
                    case POSTGRESQL ->
                        query("SELECT table_name, column_name, udt_name, is_nullable, column_default,"
                                + " CAST(character_maximum_length AS text)"
                                + " FROM information_schema.columns WHERE table_name IN "
                                + TABLES
                                + " UNION ALL SELECT tablename, indexname, indexdef, '', '', '' FROM pg_indexes"
                                + " WHERE tablename IN "
                                + TABLES
                                + " UNION ALL SELECT table_name, constraint_name, constraint_type, '', '', ''"
                                + " FROM information_schema.table_constraints WHERE constraint_name NOT LIKE '%_not_null'"
                                + " AND table_name IN "
                                + TABLES);
                });
    }

    private TreeSet<String> query(String sql) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ResultSetMetaData about = rows.getMetaData();
            TreeSet<String> all = new TreeSet<>();
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= about.getColumnCount(); i++) {
                    row.append(String.valueOf(rows.getString(i)).toLowerCase(Locale.ROOT))
                            .append('|');
                }
                all.add(row.toString());
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
