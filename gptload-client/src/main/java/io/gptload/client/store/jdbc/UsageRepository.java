package io.gptload.client.store.jdbc;

import io.gptload.client.wire.TokenUsage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * The tokens calls took, by key, group, model and hour. Methods throw Spring's {@link
 * org.springframework.dao.DataAccessException}. Thread-safe.
 */
public final class UsageRepository {

    private static final String TABLE = "gptload_usage_hourly";
    private static final String SUMS =
            "coalesce(sum(calls), 0) AS calls, coalesce(sum(calls_untold), 0) AS calls_untold,"
                    + " coalesce(sum(prompt_tokens), 0) AS prompt_tokens,"
                    + " coalesce(sum(completion_tokens), 0) AS completion_tokens,"
                    + " coalesce(sum(cached_tokens), 0) AS cached_tokens, coalesce(sum(total_tokens), 0) AS total_tokens";

    private final Database database;

    UsageRepository(Database database) {
        this.database = database;
    }

    /**
     * Usage summed up.
     *
     * @param limit the most rows; 1 or more
     */
    public List<UsageRow> list(UsageQuery query, UsageQuery.By by, int limit) {
        String order = by == UsageQuery.By.HOUR ? "hour_ms" : "total_tokens DESC, calls DESC, " + by.columns();
        return query.bind(database.read("SELECT " + by.columns() + ", " + SUMS + " FROM " + TABLE + query.where()
                        + " GROUP BY " + by.columns() + " ORDER BY " + order + " LIMIT :limit"))
                .param("limit", limit)
                .query((row, number) -> row(row, by))
                .list();
    }

    /** All of it. */
    public UsageTotals total(UsageQuery query) {
        return query.bind(database.read("SELECT " + SUMS + " FROM " + TABLE + query.where()))
                .query((row, number) -> totals(row))
                .single();
    }

    /** Removes the hours that began before an instant, hour by hour, so that writers get their turn. @return how many rows */
    public long deleteBefore(Instant cutOff) {
        long total = 0;
        for (Long hour : database.read("SELECT DISTINCT hour_ms FROM " + TABLE + " WHERE hour_ms < :cut")
                .param("cut", cutOff.toEpochMilli())
                .query(Long.class)
                .list()) {
            total += database.write("DELETE FROM " + TABLE + " WHERE hour_ms = :hour")
                    .param("hour", hour)
                    .update();
        }
        return total;
    }

    private static UsageRow row(ResultSet row, UsageQuery.By by) throws SQLException {
        UsageTotals totals = totals(row);
        return switch (by) {
            case HOUR -> new UsageRow(Instant.ofEpochMilli(row.getLong("hour_ms")), null, null, null, totals);
            case KEY -> new UsageRow(null, row.getLong("group_id"), row.getLong("key_id"), null, totals);
            case MODEL -> new UsageRow(null, null, null, row.getString("model"), totals);
            case GROUP -> new UsageRow(null, row.getLong("group_id"), null, null, totals);
        };
    }

    private static UsageTotals totals(ResultSet row) throws SQLException {
        return new UsageTotals(
                row.getLong("calls"),
                row.getLong("calls_untold"),
                new TokenUsage(
                        row.getLong("prompt_tokens"),
                        row.getLong("completion_tokens"),
                        row.getLong("cached_tokens"),
                        row.getLong("total_tokens")));
    }
}
