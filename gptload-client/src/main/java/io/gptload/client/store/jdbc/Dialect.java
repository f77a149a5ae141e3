package io.gptload.client.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that differs from one database to the other. Immutable. */
interface Dialect {

    /** The folder of its migrations. */
    String id();

    /** A name that is a reserved word somewhere, quoted. */
    String quoted(String identifier);

    /** An instant as a statement takes it. */
    @Nullable
    Object time(@Nullable Instant instant);

    /** An instant as a column holds it; {@code null} when it is not set. */
    @Nullable
    Instant time(ResultSet row, String column) throws SQLException;

    /** The expression by which a column of instants compares and sorts right. */
    String instant(String column);

    /** The condition that a column is at or after the instant bound to a parameter. */
    String notBefore(String column, String parameter);

    /** The condition that a column is before the instant bound to a parameter. */
    String before(String column, String parameter);

    /** What {@link #notBefore} and {@link #before} want bound, by the suffix of the parameter's name. */
    void bindBound(Binder binder, String parameter, Instant instant);

    /** A parameter whose text goes into a JSON column. */
    String json(String parameter);

    /** Inserts a row unless there is one with these key columns; parameters are named as the columns. */
    String insertIfAbsent(String table, List<String> keys, List<String> others);

    /**
     * Inserts a row, or changes the one with these key columns; parameters are named as the columns.
     *
     * @param added columns the value is added to
     * @param replaced columns the value replaces
     * @param first columns that keep what they were given first
     */
    String upsert(String table, List<String> keys, List<String> added, List<String> replaced, List<String> first);

    /** Ends a select so that its rows stay ours until the transaction ends; empty where a transaction writes alone. */
    String forUpdate();

    /** Sorts by a column, the greatest first, rows without a value last. */
    String descending(String column);

    /** How many rows the driver is asked to fetch at a time, so that a long answer is not held in memory whole. */
    int fetchSize();

    /** Whether the same statement may work a moment later: locked, full, gone. */
    boolean isTransient(Throwable failure);

    /** Whether the transaction lost against another one and is likely to win when it is run again at once. */
    boolean isConflict(Throwable failure);

    /** Takes a parameter's value. */
    @FunctionalInterface
    interface Binder {
        /** Binds one. */
        void bind(String parameter, @Nullable Object value);
    }
}
