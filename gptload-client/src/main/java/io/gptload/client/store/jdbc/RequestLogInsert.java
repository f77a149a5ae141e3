package io.gptload.client.store.jdbc;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds log rows and what follows from them, in one transaction. */
final class RequestLogInsert {

    private static final String COLUMNS = "id, timestamp, group_id, group_name, parent_group_id, parent_group_name,"
            + " key_value, key_hash, model, is_success, source_ip, status_code, request_path, duration, error_message,"
            + " user_agent, request_type, upstream_addr, is_stream, request_body";
    private static final String INSERT = "INSERT INTO request_logs (" + COLUMNS + ") VALUES ("
            + Arrays.stream(COLUMNS.split(", *")).map(each -> ":" + each).collect(Collectors.joining(", ")) + ")";

    private final Database database;
    private final Dialect dialect;
    private final HourlyStatsRepository hourly;
    private final String use;

    RequestLogInsert(Database database, HourlyStatsRepository hourly) {
        this.database = database;
        this.dialect = database.dialect();
        this.hourly = hourly;
        this.use = "UPDATE api_keys SET request_count = request_count + :uses, last_used_at = CASE WHEN last_used_at"
                + " IS NULL OR " + dialect.before("last_used_at", "bound")
                + " THEN :at ELSE last_used_at END WHERE key_hash = :hash AND group_id + 0 = :group";
    }

    void insert(List<RequestLogRow> rows) {
        database.inTransaction(() -> {
            database.batches()
                    .batchUpdate(INSERT, rows.stream().map(this::parameters).toArray(SqlParameterSource[]::new));
            countUses(rows);
            hourly.add(rows);
        });
    }

    private void countUses(List<RequestLogRow> rows) {
        Map<Key, Use> uses = new HashMap<>();
        for (RequestLogRow row : rows) {
            if (row.success() && !row.keyHash().isEmpty()) {
                uses.merge(new Key(row.groupId(), row.keyHash()), new Use(1, row.timestamp()), Use::plus);
            }
        }
        uses.forEach((key, count) -> {
            JdbcClient.StatementSpec statement = database.write(use)
                    .param("uses", count.count)
                    .param("at", dialect.time(count.newest))
                    .param("hash", key.hash)
                    .param("group", key.group);
            dialect.bindBound(statement::param, "bound", count.newest);
            statement.update();
        });
    }

    private SqlParameterSource parameters(RequestLogRow row) {
        return new MapSqlParameterSource("id", ColumnText.VARCHAR_36.fit(row.id()))
                .addValue("timestamp", dialect.time(row.timestamp()))
                .addValue("group_id", row.groupId())
                .addValue("group_name", ColumnText.VARCHAR_255.fit(row.groupName()))
                .addValue("parent_group_id", row.parentGroupId())
                .addValue("parent_group_name", ColumnText.VARCHAR_255.fit(row.parentGroupName()))
                .addValue("key_value", row.key().text())
                .addValue("key_hash", ColumnText.VARCHAR_128.fit(row.keyHash()))
                .addValue("model", ColumnText.VARCHAR_255.fit(row.model()))
                .addValue("is_success", row.success())
                .addValue("source_ip", ColumnText.VARCHAR_64.fit(row.sourceIp()))
                .addValue("status_code", row.statusCode())
                .addValue("request_path", ColumnText.PATH.fit(row.requestPath()))
                .addValue("duration", row.durationMillis())
                .addValue("error_message", ColumnText.ERROR.fit(row.errorMessage()))
                .addValue("user_agent", ColumnText.VARCHAR_512.fit(row.userAgent()))
                .addValue("request_type", ColumnText.VARCHAR_20.fit(row.requestType()))
                .addValue("upstream_addr", ColumnText.PATH.fit(row.upstreamAddr()))
                .addValue("is_stream", row.stream())
                .addValue("request_body", ColumnText.BODY.fit(row.requestBody()));
    }

    private record Key(long group, String hash) {}

    private record Use(long count, Instant newest) {

        Use plus(Use other) {
            return new Use(count + other.count, newest.isAfter(other.newest) ? newest : other.newest);
        }
    }
}
