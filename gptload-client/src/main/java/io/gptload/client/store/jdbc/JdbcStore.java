package io.gptload.client.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;

/**
 * The shared catalogue in a database. Opening it brings the tables up to date, also those gpt-load made. Thread-safe.
 */
public final class JdbcStore implements AutoCloseable {

    private final StoreOptions options;
    private final AutoCloseable pools;
    private final Database database;
    private final ChangeCounters counters;
    private final GroupRepository groups;
    private final SubGroupRepository subGroups;
    private final GroupSettingRepository groupSettings;
    private final KeyRepository keys;
    private final KeyStateRepository keyStates;
    private final KeyOptionsRepository keyOptions;
    private final AuditRepository audit;
    private final SettingsRepository settings;
    private final HourlyStatsRepository hourlyStats;
    private final RequestLogRepository requestLogs;
    private final LeaseRepository leases;
    private final OutsideView outside;
    private final UsageRepository usage;
    private final NodeRepository nodes;
    private final ClientKeyRepository clientKeys;
    private final ClientUsageRepository clientUsage;
    private final ClientCallRepository clientCalls;

    private JdbcStore(StoreOptions options, AutoCloseable pools, Database database) {
        this.options = options;
        this.pools = pools;
        this.database = database;
        this.counters = new ChangeCounters(database);
        this.groups = new GroupRepository(database, counters, options.time());
        this.subGroups = new SubGroupRepository(database, counters, options.time());
        this.groupSettings = new GroupSettingRepository(database, counters);
        this.keys = new KeyRepository(database, options.cipher(), counters, options.time());
        this.keyStates = new KeyStateRepository(database, options.cipher(), counters, options.time());
        this.keyOptions = new KeyOptionsRepository(database, counters, options.time());
        this.audit = new AuditRepository(database, options.time());
        this.settings = new SettingsRepository(database, counters, options.time());
        this.hourlyStats = new HourlyStatsRepository(database, options.time());
        this.clientKeys = new ClientKeyRepository(database, counters, options.time());
        this.clientUsage = new ClientUsageRepository(database);
        this.clientCalls = new ClientCallRepository(database);
        this.requestLogs = new RequestLogRepository(database, options.time(), hourlyStats, clientCalls);
        this.leases = new LeaseRepository(database, options.time());
        this.outside = new OutsideView(database);
        this.usage = new UsageRepository(database);
        this.nodes = new NodeRepository(database, options.time());
    }

    /**
     * Opens a SQLite file, made if need be with its folder.
     *
     * @throws StoreException if the file is of a newer version, or the tables may not be made
     * @throws RuntimeException if it cannot be opened
     */
    public static JdbcStore sqlite(Path file, StoreOptions options) {
        SqliteFile opened = new SqliteFile(file, options);
        return new JdbcStore(options, opened, opened.database());
    }

    /**
     * Opens a MySQL, MariaDB or PostgreSQL database over a small pool of connections of its own, which outlives restarts of
     * the server and is closed with the store.
     *
     * @throws StoreException if it cannot be reached in time, is of a newer version, or the tables may not be made
     */
    public static JdbcStore open(JdbcEndpoint endpoint, StoreOptions options) {
        ServerPool opened = ServerPool.open(endpoint, options);
        return new JdbcStore(options, opened, opened.database());
    }

    /**
     * Opens a database over an application's own connections, which stay open when the store is closed: MySQL, MariaDB,
     * PostgreSQL, or a SQLite file, of which only the name is taken. Statements join the application's transactions where it
     * uses Spring's. With MySQL Connector/J set {@code rewriteBatchedStatements=true}, which makes imports many times faster.
     *
     * @throws StoreException if it cannot be reached, is of another kind or of a newer version, or the tables may not be made
     */
    public static JdbcStore of(DataSource source, StoreOptions options) {
        Engine engine = Engine.of(source);
        Path file = engine.sqliteFile();
        if (file != null) {
            return sqlite(file, options);
        }
        Dialect dialect = engine.dialect(options);
        new Schema(source, dialect).prepare(options.initialization() == DatabaseInitialization.ALWAYS);
        Database database = new Database(dialect, source, source);
        return new JdbcStore(options, () -> {}, engine.readsCommitted() ? database : database.readingCommitted());
    }

    /** How it was opened. */
    public StoreOptions options() {
        return options;
    }

    /** Groups. */
    public GroupRepository groups() {
        return groups;
    }

    /** Members of aggregates. */
    public SubGroupRepository subGroups() {
        return subGroups;
    }

    /** Settings of groups that gpt-load does not have. */
    public GroupSettingRepository groupSettings() {
        return groupSettings;
    }

    /** Keys. */
    public KeyRepository keys() {
        return keys;
    }

    /** Cooldowns and strikes. */
    public KeyStateRepository keyStates() {
        return keyStates;
    }

    /** How keys are used. */
    public KeyOptionsRepository keyOptions() {
        return keyOptions;
    }

    /** Who did what. */
    public AuditRepository audit() {
        return audit;
    }

    /** System settings. */
    public SettingsRepository settings() {
        return settings;
    }

    /** The request log. */
    public RequestLogRepository requestLogs() {
        return requestLogs;
    }

    /** Calls by group and hour. */
    public HourlyStatsRepository hourlyStats() {
        return hourlyStats;
    }

    /** Who does what only one node should do. */
    public LeaseRepository leases() {
        return leases;
    }

    /** What others change without counting it. */
    public OutsideView outside() {
        return outside;
    }

    /** Tokens by key, group, model and hour. */
    public UsageRepository usage() {
        return usage;
    }

    /** Named keys of clients. */
    public ClientKeyRepository clientKeys() {
        return clientKeys;
    }

    /** What clients used, by day. */
    public ClientUsageRepository clientUsage() {
        return clientUsage;
    }

    /** Whose calls the rows of the request log are. */
    public ClientCallRepository clientCalls() {
        return clientCalls;
    }

    /** The processes that use this database. */
    public NodeRepository nodes() {
        return nodes;
    }

    /**
     * What changes how keys are kept at rest, from one cipher to another. The cipher the store was opened with does not matter.
     */
    public KeyMigration keyMigration(KeyCipher from, KeyCipher to) {
        return new KeyMigration(database, counters, from, to);
    }

    /** What tells other processes of changes. */
    public ChangeCounters changes() {
        return counters;
    }

    /** Whether what failed may work a moment later: the database is locked, slow or away. */
    public boolean isTransient(Throwable failure) {
        return database.dialect().isTransient(failure);
    }

    KeyNewsWriting keyNewsWriting(String node) {
        return new KeyNewsWriting(database, counters, options.time(), node);
    }

    /** Closes the connections. */
    @Override
    public void close() {
        try {
            pools.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close the database", e);
        }
    }
}
