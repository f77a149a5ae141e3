package io.gptload.client.store.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;

/** What database servers have in common: columns of instants that compare by themselves, and row locks. */
abstract class ServerDialect implements Dialect {

    @Override
    public final String instant(String column) {
        return column;
    }

    @Override
    public final String notBefore(String column, String parameter) {
        return column + " >= :" + parameter;
    }

    @Override
    public final String before(String column, String parameter) {
        return column + " < :" + parameter;
    }

    @Override
    public final void bindBound(Binder binder, String parameter, Instant instant) {
        binder.bind(parameter, time(instant));
    }

    @Override
    public final String forUpdate() {
        return " FOR UPDATE";
    }

    @Override
    public final boolean isTransient(Throwable failure) {
        return Failures.isTransient(failure, this::passes);
    }

    @Override
    public final boolean isConflict(Throwable failure) {
        return Failures.anySql(failure, this::lost);
    }

    /** Whether an error of the server is one of load, of a restart or of another transaction. */
    abstract boolean passes(SQLException error);

    /** Whether an error of the server is that of a transaction chosen to give way. */
    abstract boolean lost(SQLException error);

    /** Whether the error's SQLSTATE begins with one of these. */
    static boolean hasState(SQLException error, Set<String> beginnings) {
        String state = error.getSQLState();
        return state != null && beginnings.stream().anyMatch(state::startsWith);
    }
}
