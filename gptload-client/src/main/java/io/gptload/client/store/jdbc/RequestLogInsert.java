package io.gptload.client.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcOperations;

/** Adds log rows with their verdicts, and counts them by the hour, in one transaction. */
final class RequestLogInsert {

    private static final String COLUMNS = "id, timestamp, group_id, group_name, parent_group_id, parent_group_name,"
            + " key_value, key_hash, model, is_success, source_ip, status_code, request_path, duration, error_message,"
            + " user_agent, request_type, upstream_addr, is_stream, request_body";
    private static final String INSERT = "INSERT INTO request_logs (" + COLUMNS + ") VALUES ("
            + String.join(", ", Collections.nCopies(COLUMNS.split(",").length, "?")) + ")";

    private static final String INSERT_VERDICT =
            "INSERT INTO gptload_log_verdicts (log_id, category, rule_id) VALUES (?, ?, ?)";

    private final Database database;
    private final Dialect dialect;
    private final HourlyStatsRepository hourly;
    private final ClientCallRepository clientCalls;

    RequestLogInsert(Database database, HourlyStatsRepository hourly, ClientCallRepository clientCalls) {
        this.database = database;
        this.dialect = database.dialect();
        this.hourly = hourly;
        this.clientCalls = clientCalls;
    }

    void insert(List<LoggedAttempt> attempts) {
        List<RequestLogRow> rows = attempts.stream().map(LoggedAttempt::row).toList();
        List<LoggedAttempt> judged = attempts.stream()
                .filter(attempt -> attempt.details().verdict() != null)
                .toList();
        database.inTransaction(() -> {
            JdbcOperations batches = database.batches().getJdbcTemplate();
            batches.batchUpdate(INSERT, rows, rows.size(), (statement, row) -> bind(statement, row));
            if (!judged.isEmpty()) {
                batches.batchUpdate(INSERT_VERDICT, judged, judged.size(), RequestLogInsert::bindVerdict);
            }
            clientCalls.insert(attempts);
            hourly.add(rows);
        });
    }

    private static void bindVerdict(PreparedStatement statement, LoggedAttempt attempt) throws SQLException {
        LogVerdict verdict = Objects.requireNonNull(attempt.details().verdict());
        statement.setString(1, ColumnText.VARCHAR_36.fit(attempt.row().id()));
        statement.setString(2, ColumnText.VARCHAR_20.fit(verdict.category()));
        statement.setString(3, ColumnText.VARCHAR_128.fit(verdict.ruleId()));
    }

    /** By position: a batch of rows with twenty named parameters each costs more than the database's own work. */
    private void bind(PreparedStatement statement, RequestLogRow row) throws SQLException {
        statement.setString(1, ColumnText.VARCHAR_36.fit(row.id()));
        statement.setObject(2, dialect.time(row.timestamp()));
        statement.setLong(3, row.groupId());
        statement.setString(4, ColumnText.VARCHAR_255.fit(row.groupName()));
        statement.setLong(5, row.parentGroupId());
        statement.setString(6, ColumnText.VARCHAR_255.fit(row.parentGroupName()));
        statement.setString(7, row.key().text());
        statement.setString(8, ColumnText.VARCHAR_128.fit(row.keyHash()));
        statement.setString(9, ColumnText.VARCHAR_255.fit(row.model()));
        statement.setBoolean(10, row.success());
        statement.setString(11, ColumnText.VARCHAR_64.fit(row.sourceIp()));
        statement.setInt(12, row.statusCode());
        statement.setString(13, ColumnText.PATH.fit(row.requestPath()));
        statement.setLong(14, row.durationMillis());
        statement.setString(15, ColumnText.ERROR.fit(row.errorMessage()));
        statement.setString(16, ColumnText.VARCHAR_512.fit(row.userAgent()));
        statement.setString(17, ColumnText.VARCHAR_20.fit(row.requestType()));
        statement.setString(18, ColumnText.PATH.fit(row.upstreamAddr()));
        statement.setBoolean(19, row.stream());
        statement.setString(20, ColumnText.BODY.fit(row.requestBody()));
    }
}
