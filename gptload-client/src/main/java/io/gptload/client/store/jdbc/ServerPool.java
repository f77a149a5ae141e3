package io.gptload.client.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/**
 * A few connections to a server. They are made for servers that allow few, drop idle ones or go away for a while: old
 * connections are replaced, idle ones are kept awake, and nothing waits for ever.
 */
final class ServerPool implements AutoCloseable {

    private static final Duration MAX_LIFETIME = Duration.ofMinutes(15);
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(45);
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(5);
    private static final Duration VALIDATION = Duration.ofSeconds(3);

    private final HikariDataSource pool;
    private final Database database;

    private ServerPool(HikariDataSource pool, Dialect dialect) {
        this.pool = pool;
        this.database = new Database(dialect, pool, pool);
    }

    /** Waits for the server, makes the tables and the pool. */
    static ServerPool open(JdbcEndpoint endpoint, StoreOptions options) {
        ServerEntry entry = new ServerEntry(EndpointDefaults.ofAll(endpoint));
        Dialect dialect = entry.await(options.patience()).dialect(options);
        new Schema(entry.source(), dialect).prepare(options.initialization() == DatabaseInitialization.ALWAYS);
        return new ServerPool(pool(EndpointDefaults.ofPool(endpoint, options), dialect, options), dialect);
    }

    private static HikariDataSource pool(JdbcEndpoint endpoint, Dialect dialect, StoreOptions options) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("gptload-" + dialect.id());
        config.setJdbcUrl(endpoint.url());
        if (!endpoint.user().isEmpty()) {
            config.setUsername(endpoint.user());
            config.setPassword(endpoint.password());
        }
        endpoint.properties().forEach(config::addDataSourceProperty);
        if (!endpoint.sessionStatements().isEmpty()) {
            config.setConnectionInitSql(String.join("; ", endpoint.sessionStatements()));
        }
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setMaximumPoolSize(options.readers() + 1);
        config.setMinimumIdle(1);
        config.setMaxLifetime(MAX_LIFETIME.toMillis());
        config.setIdleTimeout(IDLE.toMillis());
        config.setKeepaliveTime(KEEP_ALIVE.toMillis());
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        pool.close();
    }
}
