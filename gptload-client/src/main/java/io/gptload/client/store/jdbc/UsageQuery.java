package io.gptload.client.store.jdbc;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which usage is asked for. Hours are whole: one counts when it begins in the span.
 *
 * @param groupId {@code null} for all groups
 * @param model exactly as it was asked for; {@code null} for all
 * @param from inclusive
 * @param to exclusive
 */
public record UsageQuery(@Nullable Long groupId, @Nullable String model, Instant from, Instant to) {

    /** What usage is summed up by. */
    public enum By {
        /** One row for each hour that has any, in order. */
        HOUR("hour", "hour_ms"),
        /** One row for each key, those that took most first. */
        KEY("key", "group_id, key_id"),
        /** One row for each model, those that took most first. */
        MODEL("model", "model"),
        /** One row for each group, those that took most first. */
        GROUP("group", "group_id");

        private final String id;
        private final String columns;

        By(String id, String columns) {
            this.id = id;
            this.columns = columns;
        }

        /** The name users know it by, for instance {@code hour}. */
        public String id() {
            return id;
        }

        /** The one of that name, if there is one. */
        public static Optional<By> ofId(String id) {
            return Arrays.stream(values()).filter(by -> by.id.equals(id)).findFirst();
        }

        /** All names, comma separated. */
        public static String ids() {
            return Arrays.stream(values()).map(By::id).collect(Collectors.joining(", "));
        }

        String columns() {
            return columns;
        }
    }

    String where() {
        return " WHERE hour_ms >= :from AND hour_ms < :to" + (groupId == null ? "" : " AND group_id = :group")
                + (model == null ? "" : " AND model = :model");
    }

    JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
        JdbcClient.StatementSpec bound =
                statement.param("from", startOfHour(from)).param("to", startOfHour(to));
        if (groupId != null) {
            bound = bound.param("group", groupId);
        }
        return model == null ? bound : bound.param("model", ColumnText.VARCHAR_255.fit(model));
    }

    /** Of the hour that begins then or next. */
    private static long startOfHour(Instant at) {
        Instant start = at.truncatedTo(ChronoUnit.HOURS);
        return (start.equals(at) ? start : start.plus(1, ChronoUnit.HOURS)).toEpochMilli();
    }
}
