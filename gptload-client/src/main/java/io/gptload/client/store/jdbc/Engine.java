package io.gptload.client.store.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What kind of database there is behind a source of connections.
 *
 * @param product its name, as it says
 * @param version what it says of its version
 * @param url as the driver gives it back
 * @param readsCommitted whether a transaction sees what others commit meanwhile
 */
record Engine(String product, String version, String url, boolean readsCommitted) {

    private static final String SQLITE_URL = "jdbc:sqlite:";

    /** @throws StoreException if it cannot be reached */
    static Engine of(DataSource source) {
        try (Connection connection = source.getConnection()) {
            DatabaseMetaData about = connection.getMetaData();
            String url = about.getURL();
            return new Engine(
                    about.getDatabaseProductName(),
                    about.getDatabaseProductVersion(),
                    url == null ? "" : url,
                    connection.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED);
        } catch (SQLException e) {
            throw new StoreException("The database cannot be reached: " + e.getMessage(), e);
        }
    }

    /** The file, if it is one. @throws StoreException if it is kept in memory */
    @Nullable
    Path sqliteFile() {
        if (!product.equals("SQLite")) {
            return null;
        }
        String name = url.substring(SQLITE_URL.length()).replaceFirst("\\?.*", "");
        if (name.isEmpty() || name.contains(":memory:") || name.startsWith("file:")) {
            throw new StoreException(
                    "SQLite must be given as the path of a file, for several connections share it", null);
        }
        return Path.of(name);
    }

    /** How a server of that kind is spoken to. @throws StoreException if it is none of those we know, or too old */
    Dialect dialect(StoreOptions options) {
        Dialect known = known(options);
        ServerVersion.require(product, version);
        return known;
    }

    private Dialect known(StoreOptions options) {
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "mysql", "mariadb" -> new MySqlDialect(options.mySqlZone());
            case "postgresql" -> new PostgreSqlDialect();
            default ->
                throw new StoreException(
                        product + " is not supported: use MySQL, MariaDB, PostgreSQL or a SQLite file", null);
        };
    }
}
