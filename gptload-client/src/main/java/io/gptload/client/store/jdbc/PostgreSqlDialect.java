package io.gptload.client.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PostgreSQL. Instants are kept as such, to the microsecond. */
final class PostgreSqlDialect extends ServerDialect {

    private static final int ROWS = 1000;
    private static final int UNSET_YEAR = 1;
    // Connections, resources, cancelled, shutting down, files, locks, conflicts, a server that only reads.
    private static final Set<String> PASSING_STATES = Set.of("08", "53", "57", "58", "55P03", "40", "25006");
    private static final Set<String> LOST_STATES = Set.of("40001", "40P01");

    @Override
    public String id() {
        return "postgresql";
    }

    @Override
    public String quoted(String identifier) {
        return '"' + identifier + '"';
    }

    /** Cut, for the driver rounds, which would put it into the future. */
    @Override
    public @Nullable Object time(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** Year 1 is Go's unset time. */
    @Override
    public @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null || time.getYear() <= UNSET_YEAR ? null : time.toInstant();
    }

    @Override
    public String json(String parameter) {
        return "CAST(:" + parameter + " AS jsonb)";
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
    public String descending(String column) {
        return column + " DESC NULLS LAST";
    }

    @Override
    public int fetchSize() {
        return ROWS;
    }

    @Override
    boolean passes(SQLException error) {
        return hasState(error, PASSING_STATES);
    }

    @Override
    boolean lost(SQLException error) {
        return hasState(error, LOST_STATES);
    }
}
