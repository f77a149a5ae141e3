package io.gptload.client.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A SQLite file with one connection that writes and some that read; write-ahead log, foreign keys off as gpt-load. */
final class SqliteFile implements AutoCloseable {

    private final HikariDataSource writer;
    private final HikariDataSource reader;
    private final Database database;

    SqliteFile(Path file, StoreOptions options) {
        Dialect dialect = new SqliteDialect(options.zone());
        makeFolder(file);
        new Schema(source(file, options), dialect).prepare(options.initialization() != DatabaseInitialization.NEVER);
        SQLiteDataSource source = source(file, options);
        source.getConfig().setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        writer = pool("gptload-sqlite-writer", source, 1, options, null);
        reader = pool(
                "gptload-sqlite-reader", source(file, options), options.readers(), options, "PRAGMA query_only=ON");
        database = new Database(dialect, reader, writer);
    }

    Database database() {
        return database;
    }

    private static void makeFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new StoreException("Cannot make the folder of " + file + ": " + e.getMessage(), e);
            }
        }
    }

    private static SQLiteDataSource source(Path file, StoreOptions options) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(Math.toIntExact(options.busyTimeout().toMillis()));
        config.enforceForeignKeys(false);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source;
    }

    private static HikariDataSource pool(
            String name, DataSource source, int size, StoreOptions options, @Nullable String init) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size == 1 ? 1 : 0);
        config.setMaxLifetime(0);
        config.setExceptionOverride(new SqliteEviction());
        config.setConnectionTimeout(options.busyTimeout().toMillis() + 5_000);
        config.setConnectionInitSql(init);
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
    }
}
