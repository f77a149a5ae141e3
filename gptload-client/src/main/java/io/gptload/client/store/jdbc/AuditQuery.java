package io.gptload.client.store.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which entries of the audit log are asked for; {@code null} leaves a condition out.
 *
 * @param action exactly, or all that begin with it if it ends with a dot, as {@code group.}
 * @param from inclusive
 * @param to exclusive
 */
public record AuditQuery(
        @Nullable String action,
        @Nullable String actor,
        @Nullable String outcome,
        @Nullable String group,
        @Nullable String address,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** All entries. */
    public static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, null);

    String where() {
        List<String> conditions = new ArrayList<>();
        if (action != null) {
            conditions.add(action.endsWith(".") ? "action LIKE :action ESCAPE '!'" : "action = :action");
        }
        add(conditions, actor, "actor = :actor");
        add(conditions, outcome, "outcome = :outcome");
        add(conditions, group, "group_name = :group");
        add(conditions, address, "address = :address");
        add(conditions, from, "at_ms >= :from");
        add(conditions, to, "at_ms < :to");
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private static void add(List<String> conditions, @Nullable Object value, String condition) {
        if (value != null) {
            conditions.add(condition);
        }
    }

    JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
        boolean many = action != null && action.endsWith(".");
        return statement
                .param("action", many ? Rows.contains(String.valueOf(action)).substring(1) : action)
                .param("actor", actor)
                .param("outcome", outcome)
                .param("group", group)
                .param("address", address)
                .param("from", from == null ? null : from.toEpochMilli())
                .param("to", to == null ? null : to.toEpochMilli());
    }
}
