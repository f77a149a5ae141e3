package io.gptload.client.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SQLite. Instants are text with offsets that may differ, so they are compared by their Julian day, to the millisecond; a
 * coarse comparison of the text before it lets an index help.
 */
final class SqliteDialect implements Dialect {

    private static final Duration SKEW = Duration.ofHours(TimestampCodec.MAX_SKEW_HOURS);
    // busy, locked, nomem, readonly (a recovering file), interrupt, ioerr, full, cantopen, protocol
    private static final Set<Integer> TRANSIENT = Set.of(5, 6, 7, 8, 9, 10, 13, 14, 15);

    private final TimestampCodec codec;

    SqliteDialect(ZoneId zone) {
        this.codec = new TimestampCodec(zone);
    }

    @Override
    public String id() {
        return "sqlite";
    }

    @Override
    public String quoted(String identifier) {
        return '`' + identifier + '`';
    }

    @Override
    public @Nullable Object time(@Nullable Instant instant) {
        return instant == null ? null : codec.format(instant);
    }

    @Override
    public @Nullable Instant time(ResultSet row, String column) throws SQLException {
        return TimestampCodec.parse(row.getString(column));
    }

    /** What SQLite cannot read is the form Go prints: the first blank after the seconds ends the time, an offset follows. */
    @Override
    public String instant(String column) {
        String blank = "instr(substr(" + column + ", 20), ' ')";
        return "coalesce(julianday(" + column + "), julianday(substr(" + column + ", 1, 18 + " + blank + ") || substr("
                + column + ", 20 + " + blank + ", 3) || ':' || substr(" + column + ", 23 + " + blank + ", 2)))";
    }

    @Override
    public String notBefore(String column, String parameter) {
        return "(" + column + " >= :" + parameter + "Low AND " + instant(column) + " >= julianday(:" + parameter + "))";
    }

    @Override
    public String before(String column, String parameter) {
        return "(" + column + " < :" + parameter + "High AND " + instant(column) + " < julianday(:" + parameter + "))";
    }

    @Override
    public void bindBound(Binder binder, String parameter, Instant instant) {
        binder.bind(parameter, TimestampCodec.formatUtc(instant));
        binder.bind(parameter + "Low", TimestampCodec.formatUtc(instant.minus(SKEW)));
        binder.bind(parameter + "High", TimestampCodec.formatUtc(instant.plus(SKEW)));
    }

    @Override
    public String json(String parameter) {
        return ":" + parameter;
    }

    @Override
    public String insertIfAbsent(String table, List<String> keys, List<String> others) {
        return Upserts.onConflictDoNothing(table, keys, others);
    }

    @Override
    public String upsert(
            String table, List<String> keys, List<String> added, List<String> replaced, List<String> first) {
        return Upserts.onConflictUpdate(table, keys, added, replaced, first);
    }

    @Override
    public String forUpdate() {
        return "";
    }

    @Override
    public String descending(String column) {
        return column + " DESC";
    }

    @Override
    public int fetchSize() {
        return 0; // it hands out row by row anyway
    }

    @Override
    public boolean isTransient(Throwable failure) {
        return Failures.isTransient(failure, sql -> TRANSIENT.contains(sql.getErrorCode() & 0xff));
    }

    /** Never: a transaction is sure of the file once it has begun. */
    @Override
    public boolean isConflict(Throwable failure) {
        return false;
    }
}
