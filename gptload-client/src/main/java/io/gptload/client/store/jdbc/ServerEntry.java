package io.gptload.client.store.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The way to a server before there is a pool: one connection at a time. */
final class ServerEntry {

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Set<String> NOT_THERE_YET = Set.of("08", "57");

    private final JdbcEndpoint endpoint;

    ServerEntry(JdbcEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    DataSource source() {
        DriverManagerDataSource source = new PreparedConnections(endpoint);
        Properties properties = new Properties();
        properties.putAll(endpoint.properties());
        source.setConnectionProperties(properties);
        if (!endpoint.user().isEmpty()) {
            source.setUsername(endpoint.user());
            source.setPassword(endpoint.password());
        }
        return source;
    }

    /** Where the tables are, say in which schema, may hang on what is said first on a connection. */
    private static final class PreparedConnections extends DriverManagerDataSource {

        private final List<String> statements;

        PreparedConnections(JdbcEndpoint endpoint) {
            super(endpoint.url());
            this.statements = endpoint.sessionStatements();
        }

        @Override
        protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
            Connection connection = super.getConnectionFromDriver(properties);
            try (Statement statement = connection.createStatement()) {
                for (String each : statements) {
                    statement.execute(each);
                }
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
    }

    /** @throws StoreException if the server does not let us in, or is not there in time */
    Engine await(Duration patience) {
        requireDriver();
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return Engine.of(source());
            } catch (StoreException e) {
                if (!mayComeYet(e) || System.nanoTime() >= end) {
                    throw new StoreException("Cannot connect to " + endpoint + ": " + reason(e), e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void requireDriver() {
        try {
            DriverManager.getDriver(endpoint.url());
        } catch (SQLException e) {
            throw new StoreException(
                    "There is no driver for " + endpoint
                            + ": add com.mysql:mysql-connector-j or org.postgresql:postgresql to the class path",
                    e);
        }
    }

    private static boolean mayComeYet(StoreException failure) {
        return Failures.anySql(failure, sql -> ServerDialect.hasState(sql, NOT_THERE_YET))
                && !Failures.any(failure, each -> each instanceof SSLException);
    }

    /** The first line of what the driver says, and of what it was told. */
    private static String reason(StoreException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String said = firstLine(cause);
        String because = firstLine(root(failure));
        return said.contains(because) ? said : said + " (" + because + ")";
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
