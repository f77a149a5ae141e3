package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Calls by group and hour. Aggregates have rows of their own beside those of their members, so that a question about all
 * groups leaves them out. Thread-safe.
 */
public final class HourlyStatsRepository {

    private final Database database;
    private final Dialect dialect;
    private final TimeSource time;
    private final String upsert;

    HourlyStatsRepository(Database database, TimeSource time) {
        this.database = database;
        this.dialect = database.dialect();
        this.time = time;
        this.upsert = dialect.upsert(
                "group_hourly_stats",
                List.of("time", "group_id"),
                List.of("success_count", "failure_count"),
                List.of("updated_at"),
                List.of("created_at"));
    }

    /** Adds calls to an hour of a group. @param at any instant of the hour */
    public void add(long groupId, Instant at, HourTotals more) {
        database.write(upsert)
                .param("time", dialect.time(at.truncatedTo(ChronoUnit.HOURS)))
                .param("group_id", groupId)
                .param("success_count", more.success())
                .param("failure_count", more.failure())
                .param("updated_at", dialect.time(time.instant()))
                .param("created_at", dialect.time(time.instant()))
                .update();
    }

    /** Adds the final rows of a log to the hours of their groups and aggregates. */
    void add(List<RequestLogRow> rows) {
        Map<Long, Map<Instant, HourTotals>> byGroup = new TreeMap<>();
        for (RequestLogRow row : rows) {
            if (row.requestType().equals(RequestLogRow.FINAL)) {
                Instant hour = row.timestamp().truncatedTo(ChronoUnit.HOURS);
                HourTotals one = row.success() ? new HourTotals(1, 0) : new HourTotals(0, 1);
                byGroup.computeIfAbsent(row.groupId(), id -> new TreeMap<>()).merge(hour, one, HourTotals::plus);
                if (row.parentGroupId() != 0) {
                    byGroup.computeIfAbsent(row.parentGroupId(), id -> new TreeMap<>())
                            .merge(hour, one, HourTotals::plus);
                }
            }
        }
        byGroup.forEach((group, hours) -> hours.forEach((hour, totals) -> add(group, hour, totals)));
    }

    /**
     * The calls of each hour that has any, in order.
     *
     * @param from the first hour's start, inclusive
     * @param to exclusive
     * @param groupId {@code null} for all groups but aggregates
     */
    public Map<Instant, HourTotals> hours(Instant from, Instant to, @Nullable Long groupId) {
        String which = groupId != null
                ? "group_id = :group"
                : "group_id NOT IN (SELECT id FROM " + dialect.quoted("groups") + " WHERE group_type = 'aggregate')";
        JdbcClient.StatementSpec statement = database.read("SELECT time, sum(success_count) AS success,"
                        + " sum(failure_count) AS failure FROM group_hourly_stats WHERE " + which + " AND "
                        + dialect.notBefore("time", "from") + " AND " + dialect.before("time", "to") + " GROUP BY time")
                .param("group", groupId);
        dialect.bindBound(statement::param, "from", from);
        dialect.bindBound(statement::param, "to", to);
        Map<Instant, HourTotals> hours = new TreeMap<>();
        statement.query(row -> {
            Instant hour = dialect.time(row, "time");
            if (hour != null) { // one hour may be written in several offsets
                hours.merge(hour, new HourTotals(row.getLong("success"), row.getLong("failure")), HourTotals::plus);
            }
        });
        return hours;
    }

    /** The calls of a span; parameters as in {@link #hours}. */
    public HourTotals totals(Instant from, Instant to, @Nullable Long groupId) {
        return hours(from, to, groupId).values().stream().reduce(HourTotals.NONE, HourTotals::plus);
    }

    /** The calls of a span by group, aggregates too; groups without any are not among them. @param to exclusive */
    public Map<Long, HourTotals> totalsByGroup(Instant from, Instant to) {
        JdbcClient.StatementSpec statement =
                database.read("SELECT group_id, sum(success_count) AS success, sum(failure_count) AS failure"
                        + " FROM group_hourly_stats WHERE " + dialect.notBefore("time", "from") + " AND "
                        + dialect.before("time", "to") + " GROUP BY group_id");
        dialect.bindBound(statement::param, "from", from);
        dialect.bindBound(statement::param, "to", to);
        Map<Long, HourTotals> totals = new TreeMap<>();
        statement.query(row -> {
            totals.put(row.getLong("group_id"), new HourTotals(row.getLong("success"), row.getLong("failure")));
        });
        return totals;
    }
}
