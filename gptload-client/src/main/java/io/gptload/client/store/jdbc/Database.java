package io.gptload.client.store.jdbc;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database at work: where to read, where to write, and how it speaks. Thread-safe. */
final class Database {

    private static final int ATTEMPTS = 8;
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final Dialect dialect;
    private final DataSource writer;
    private final JdbcClient reads;
    private final JdbcClient writes;
    private final NamedParameterJdbcTemplate batches;
    private final TransactionTemplate transactions;

    /** @param reader may be the same as the writer */
    Database(Dialect dialect, DataSource reader, DataSource writer) {
        this.dialect = dialect;
        this.writer = writer;
        this.reads = JdbcClient.create(reader);
        this.writes = JdbcClient.create(writer);
        this.batches = new NamedParameterJdbcTemplate(writer);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(writer));
    }

    /** The same with transactions that see what others commit meanwhile, where that is not the connections' own way. */
    Database readingCommitted() {
        transactions.setIsolationLevel(TransactionTemplate.ISOLATION_READ_COMMITTED);
        return this;
    }

    Dialect dialect() {
        return dialect;
    }

    /** A statement outside any transaction; it sees what is committed. */
    JdbcClient.StatementSpec read(String sql) {
        return reads.sql(sql);
    }

    /** A statement of the transaction under way, or one of its own. */
    JdbcClient.StatementSpec write(String sql) {
        return writes.sql(sql);
    }

    NamedParameterJdbcTemplate batches() {
        return batches;
    }

    /** Hands out the rows of a {@link #read} statement as they come; they are never in memory all at once. */
    void forEachRow(JdbcClient.StatementSpec statement, RowCallbackHandler action) {
        int rows = dialect.fetchSize();
        JdbcClient.StatementSpec fetching = rows == 0 ? statement : statement.withFetchSize(rows);
        if (rows > 0) { // a cursor lives as long as its transaction
            transactions.executeWithoutResult(status -> fetching.query(action));
        } else {
            fetching.query(action);
        }
    }

    /**
     * Runs in a transaction: all or nothing; joins the one under way. One that had to give way to another is run again, so
     * the action must change nothing but the database.
     */
    <T> T transaction(Supplier<T> action) {
        boolean joins = TransactionSynchronizationManager.hasResource(writer);
        for (int attempt = 1; ; attempt++) {
            try {
                T result = transactions.execute(status -> action.get());
                if (result == null) {
                    throw new IllegalStateException("A transaction must have a result");
                }
                return result;
            } catch (RuntimeException e) {
                if (joins || attempt == ATTEMPTS || !dialect.isConflict(e)) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
            }
        }
    }

    /** As {@link #transaction}, without a result. */
    void inTransaction(Runnable action) {
        transaction(() -> {
            action.run();
            return true;
        });
    }
}
