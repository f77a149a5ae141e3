package io.gptload.client.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MySQL and MariaDB. Instants are wall clock times of a zone, to the millisecond; they go in and out as such, so that the
 * zones of driver, server and session do not matter.
 */
final class MySqlDialect extends ServerDialect {

    private static final Set<String> PASSING_STATES = Set.of("08", "40", "57");
    // Disk full, too many connections, shutting down, lock wait timeout, read only, out of resources, killed, time's
    // up.
    private static final Set<Integer> PASSING = Set.of(
            1021, 1040, 1053, 1077, 1079, 1114, 1129, 1158, 1159, 1160, 1161, 1180, 1203, 1205, 1206, 1213, 1226, 1290,
            1317, 1637, 1792, 1836, 1927, 1969, 3024, 3032, 3168, 4031);
    private static final Set<Integer> LOST = Set.of(1020, 1213);

    private final ZoneId zone;

    /** @param zone the times are of; gpt-load's {@code loc} */
    MySqlDialect(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public String id() {
        return "mysql";
    }

    @Override
    public String quoted(String identifier) {
        return '`' + identifier + '`';
    }

    /** Cut, for the server rounds, which would put it into the future. */
    @Override
    public @Nullable Object time(@Nullable Instant instant) {
        return instant == null ? null : LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MILLIS), zone);
    }

    @Override
    public @Nullable Instant time(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.atZone(zone).toInstant();
    }

    @Override
    public String json(String parameter) {
        return ":" + parameter;
    }

    @Override
    public String insertIfAbsent(String table, List<String> keys, List<String> others) {
        return Upserts.onDuplicateKeyDoNothing(table, keys, others);
    }

    @Override
    public String upsert(
            String table, List<String> keys, List<String> added, List<String> replaced, List<String> first) {
        return Upserts.onDuplicateKeyUpdate(table, keys, added, replaced, first);
    }

    @Override
    public String descending(String column) {
        return column + " DESC";
    }

    /** What makes the driver hand out row by row. */
    @Override
    public int fetchSize() {
        return Integer.MIN_VALUE;
    }

    @Override
    boolean passes(SQLException error) {
        return PASSING.contains(error.getErrorCode()) || lost(error) || hasState(error, PASSING_STATES);
    }

    @Override
    boolean lost(SQLException error) {
        return LOST.contains(error.getErrorCode()) || "40001".equals(error.getSQLState());
    }
}
