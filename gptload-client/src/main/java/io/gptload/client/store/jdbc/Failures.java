package io.gptload.client.store.jdbc;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.function.Predicate;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Looks for what a failure was caused by. */
final class Failures {

    private Failures() {}

    /** Whether one of the causes is of the kind that passes, or the database's own error is. */
    static boolean isTransient(Throwable failure, Predicate<SQLException> passes) {
        return any(
                failure,
                each -> each instanceof TransientDataAccessException
                        || each instanceof CannotCreateTransactionException
                        || each instanceof CannotGetJdbcConnectionException
                        || each instanceof SQLTransientException
                        || each instanceof SQLRecoverableException
                        || each instanceof SQLException sql && passes.test(sql));
    }

    /** Whether one of the database's errors that caused it is such. */
    static boolean anySql(Throwable failure, Predicate<SQLException> test) {
        return any(failure, each -> each instanceof SQLException sql && test.test(sql));
    }

    /** Whether one of the causes is such. */
    static boolean any(Throwable failure, Predicate<Throwable> test) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (test.test(each)) {
                return true;
            }
            if (each instanceof SQLException sql
                    && sql.getNextException() != null
                    && any(sql.getNextException(), test)) {
                return true; // of a batch, the first error hides behind the batch's own
            }
            // A failed rollback hides what it was to undo.
            if (each instanceof TransactionSystemException rollback
                    && rollback.getApplicationException() != null
                    && any(rollback.getApplicationException(), test)) {
                return true;
            }
        }
        return false;
    }
}
