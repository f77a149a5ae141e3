package io.gptload.client.store.jdbc;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** Whose calls the rows of the request log are. Methods throw Spring's {@link org.springframework.dao.DataAccessException}. Thread-safe. */
public final class ClientCallRepository {

    private static final int DELETE_CHUNK = 2000;
    private static final String INSERT = "INSERT INTO gptload_client_calls (log_id, client_id, client_name, logged_ms)"
            + " VALUES (:log_id, :client_id, :client_name, :logged_ms)";

    private final Database database;

    ClientCallRepository(Database database) {
        this.database = database;
    }

    /** The clients of those log rows, by the rows' ids; calls by proxy keys are not among them. */
    public Map<String, LoggedClient> of(Collection<String> logIds) {
        Map<String, LoggedClient> clients = new HashMap<>();
        if (!logIds.isEmpty()) {
            database.read("SELECT log_id, client_id, client_name FROM gptload_client_calls WHERE log_id IN (:ids)")
                    .param("ids", logIds)
                    .query(row -> {
                        clients.put(row.getString(1), new LoggedClient(row.getLong(2), row.getString(3)));
                    });
        }
        return clients;
    }

    /** Adds the clients of those rows that have one, in the transaction under way. */
    void insert(List<LoggedAttempt> attempts) {
        SqlParameterSource[] rows = attempts.stream()
                .filter(attempt -> attempt.details().client() != null)
                .map(attempt -> parameters(
                        attempt.row(), Objects.requireNonNull(attempt.details().client())))
                .toArray(SqlParameterSource[]::new);
        if (rows.length > 0) {
            database.batches().batchUpdate(INSERT, rows);
        }
    }

    private static SqlParameterSource parameters(RequestLogRow row, LoggedClient client) {
        return new MapSqlParameterSource("log_id", ColumnText.VARCHAR_36.fit(row.id()))
                .addValue("client_id", client.id())
                .addValue("client_name", ColumnText.VARCHAR_64.fit(client.name()))
                .addValue("logged_ms", row.timestamp().toEpochMilli());
    }

    /** Removes what belongs to rows before an instant, so many in a transaction that writers get their turn. */
    void deleteBefore(Instant cutOff) {
        List<String> ids;
        do {
            ids = database.read("SELECT log_id FROM gptload_client_calls WHERE logged_ms < :cut LIMIT " + DELETE_CHUNK)
                    .param("cut", cutOff.toEpochMilli())
                    .query((row, number) -> row.getString(1))
                    .list();
            if (!ids.isEmpty()) {
                database.write("DELETE FROM gptload_client_calls WHERE log_id IN (:ids)")
                        .param("ids", ids)
                        .update();
            }
        } while (!ids.isEmpty());
    }
}
