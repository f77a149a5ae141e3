package io.gptload.gateway.config;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the data is kept. No {@code toString} shows a password. */
public sealed interface DatabaseDsn {

    /** What {@code DATABASE_DSN} is when it is not set. */
    String DEFAULT = "./data/gpt-load.db";

    /** The engine's name, for people. */
    String engine();

    /** How to reach it. */
    JdbcTarget jdbc();

    /**
     * Reads {@code DATABASE_DSN}. {@code postgres://} and {@code postgresql://} are PostgreSQL, what contains {@code @tcp} is MySQL,
     * anything else is the path of a SQLite file.
     *
     * @param workingDirectory what a relative SQLite path is relative to
     */
    static DatabaseDsn parse(String dsn, Path workingDirectory) {
        if (dsn.startsWith("postgres://") || dsn.startsWith("postgresql://")) {
            return PostgreSqlDsnParser.parse(dsn);
        }
        if (dsn.contains("@tcp")) {
            return MySqlDsnParser.parse(dsn);
        }
        return SqliteDsnParser.parse(dsn, workingDirectory);
    }

    /**
     * A file.
     *
     * @param location what SQLite is given: an absolute path, a {@code file:} URI or {@code :memory:}
     * @param file the file, if the location names one
     */
    record Sqlite(String location, @Nullable Path file) implements DatabaseDsn {

        @Override
        public String engine() {
            return "SQLite";
        }

        @Override
        public JdbcTarget jdbc() {
            return new JdbcTarget(
                    "jdbc:sqlite:" + location, "", Secret.NONE, Map.of("busy_timeout", "5000"), List.of());
        }

        @Override
        public String toString() {
            return engine() + " " + location;
        }
    }

    /**
     * A MySQL or MariaDB server.
     *
     * @param options the parameters as given, decoded
     */
    record MySql(String user, Secret password, String host, int port, String database, Map<String, String> options)
            implements DatabaseDsn {

        /** Copies the options. */
        public MySql {
            options = Map.copyOf(options);
        }

        @Override
        public String engine() {
            return "MySQL";
        }

        /** The zone its timestamps are of, which have no offset. */
        public ZoneId zone() {
            return MySqlJdbc.zone(options.getOrDefault("loc", ""));
        }

        @Override
        public JdbcTarget jdbc() {
            return MySqlJdbc.of(this);
        }

        @Override
        public String toString() {
            return engine() + " " + (user.isEmpty() ? "" : user + ":****@") + new HostPort(host, port) + "/" + database;
        }
    }

    /**
     * A PostgreSQL server.
     *
     * @param hosts {@code host:port}, several separated by commas
     * @param options the parameters as given, decoded
     */
    record PostgreSql(String user, Secret password, String hosts, String database, Map<String, String> options)
            implements DatabaseDsn {

        /** Copies the options. */
        public PostgreSql {
            options = Map.copyOf(options);
        }

        @Override
        public String engine() {
            return "PostgreSQL";
        }

        @Override
        public JdbcTarget jdbc() {
            return PostgreSqlJdbc.of(this);
        }

        @Override
        public String toString() {
            return engine() + " " + (user.isEmpty() ? "" : user + ":****@") + hosts + "/" + database;
        }
    }
}
