package io.gptload.client.store.jdbc;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database at work: where to read, where to write, and how it speaks. Thread-safe. */
final class Database {

    private final Dialect dialect;
    private final JdbcClient reads;
    private final JdbcClient writes;
    private final NamedParameterJdbcTemplate batches;
    private final TransactionTemplate transactions;

    /** @param reader may be the same as the writer */
    Database(Dialect dialect, DataSource reader, DataSource writer) {
        this.dialect = dialect;
        this.reads = JdbcClient.create(reader);
        this.writes = JdbcClient.create(writer);
        this.batches = new NamedParameterJdbcTemplate(writer);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(writer));
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

    /** Runs in a transaction: all or nothing; joins the one under way. */
    <T> T transaction(Supplier<T> action) {
        T result = transactions.execute(status -> action.get());
        if (result == null) {
            throw new IllegalStateException("A transaction must have a result");
        }
        return result;
    }

    /** As {@link #transaction}, without a result. */
    void inTransaction(Runnable action) {
        transactions.executeWithoutResult(status -> action.run());
    }
}
