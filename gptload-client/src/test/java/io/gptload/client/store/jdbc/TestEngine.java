package io.gptload.client.store.jdbc;

import io.gptload.testing.DatabaseServer;
import io.gptload.testing.MariaDbServer;
import io.gptload.testing.PostgreSqlServer;
import io.gptload.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The databases every test of the store runs on. A server's database is shared by all of them, one after the other. */
enum TestEngine {
    SQLITE(null),
    MARIADB(MariaDbServer::shared),
    POSTGRESQL(PostgreSqlServer::shared);

    private final @Nullable Supplier<? extends DatabaseServer> server;
    private @Nullable TestDatabase database;

    TestEngine(@Nullable Supplier<? extends DatabaseServer> server) {
        this.server = server;
    }

    boolean isServer() {
        return server != null;
    }

    /** An empty database without tables, for a server. */
    TestDatabase newDatabase() {
        if (server == null) {
            throw new IllegalStateException("SQLite has files");
        }
        return server.get().newDatabase();
    }

    private TestDatabase database() {
        if (database == null) {
            database = newDatabase();
            JdbcStore.open(endpoint(database), StoreOptions.DEFAULTS).close();
        }
        return database;
    }

    static JdbcEndpoint endpoint(TestDatabase database) {
        return JdbcEndpoint.of(database.url(), database.user(), database.password());
    }

    /** @param folder where a file goes */
    JdbcStore open(Path folder, StoreOptions options) {
        return isServer()
                ? JdbcStore.open(endpoint(database()), options)
                : JdbcStore.sqlite(folder.resolve("data/gpt-load.db"), options);
    }

    /** Connections to the database every test of a server has. */
    DataSource source() {
        TestDatabase shared = database();
        return new DriverManagerDataSource(shared.url(), shared.user(), shared.password());
    }

    /** Empties a server's tables. */
    void clear() {
        if (!isServer()) {
            return;
        }
        String quote = this == MARIADB ? "`" : "\"";
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement()) {
            for (String table : List.of(
                    "api_keys",
                    "group_sub_groups",
                    quote + "groups" + quote,
                    "request_logs",
                    "group_hourly_stats",
                    "system_settings",
                    "gptload_group_versions",
                    "gptload_group_settings",
                    "gptload_key_status",
                    "gptload_key_cooldowns",
                    "gptload_key_options",
                    "gptload_audit",
                    "gptload_leases",
                    "gptload_log_verdicts",
                    "gptload_nodes",
                    "gptload_client_keys",
                    "gptload_client_usage",
                    "gptload_client_calls",
                    "gptload_usage_hourly")) {
                statement.executeUpdate("DELETE FROM " + table);
            }
            statement.executeUpdate("UPDATE gptload_versions SET version = 0");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot empty " + this, e);
        }
    }
}
