package io.gptload.client.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What clients used, by day of UTC. Methods throw Spring's {@link org.springframework.dao.DataAccessException}. Thread-safe.
 */
public final class ClientUsageRepository {

    private static final String TABLE = "gptload_client_usage";
    private static final String USED = "UPDATE gptload_client_keys SET last_used_ms = :used WHERE id = :id"
            + " AND (last_used_ms IS NULL OR last_used_ms < :used)";

    private final Database database;
    private final String add;

    ClientUsageRepository(Database database) {
        this.database = database;
        this.add = database.dialect()
                .upsert(
                        TABLE,
                        List.of("day_ms", "client_id"),
                        List.of("requests", "refused", "prompt_tokens", "completion_tokens"),
                        List.of(),
                        List.of());
    }

    /**
     * Adds to the usage of a day, in one transaction.
     *
     * @param used more usage by client id
     * @param lastUsed when clients made their last calls, by id; an older instant than is stored changes nothing
     */
    public void add(LocalDate day, Map<Long, ClientUsage> used, Map<Long, Instant> lastUsed) {
        database.inTransaction(
                () -> { // in order, as nodes wait for rows
                    database.batches()
                            .batchUpdate(
                                    add,
                                    new TreeMap<>(used)
                                            .entrySet().stream()
                                                    .map(entry -> parameters(day, entry.getKey(), entry.getValue()))
                                                    .toArray(SqlParameterSource[]::new));
                    database.batches()
                            .batchUpdate(
                                    USED,
                                    new TreeMap<>(lastUsed)
                                            .entrySet().stream()
                                                    .map(entry -> new MapSqlParameterSource("id", entry.getKey())
                                                            .addValue(
                                                                    "used",
                                                                    entry.getValue()
                                                                            .toEpochMilli()))
                                                    .toArray(SqlParameterSource[]::new));
                });
    }

    /** What every client used on a day, by id; those that used nothing may be missing. */
    public Map<Long, ClientUsage> of(LocalDate day) {
        Map<Long, ClientUsage> usage = new HashMap<>();
        database.read("SELECT * FROM " + TABLE + " WHERE day_ms = :day")
                .param("day", millis(day))
                .query(row -> {
                    usage.put(row.getLong("client_id"), usage(row));
                });
        return usage;
    }

    /**
     * Usage by day and client, the newest day first.
     *
     * @param clientId {@code null} for all
     * @param from inclusive
     * @param to inclusive
     * @param limit the most rows; 1 or more
     */
    public List<ClientUsageRow> list(@Nullable Long clientId, LocalDate from, LocalDate to, int limit) {
        JdbcClient.StatementSpec statement = database.read(
                        "SELECT * FROM " + TABLE + " WHERE day_ms >= :from AND day_ms <= :to"
                                + (clientId == null ? "" : " AND client_id = :client")
                                + " ORDER BY day_ms DESC, client_id LIMIT :limit")
                .param("from", millis(from))
                .param("to", millis(to))
                .param("limit", limit);
        return (clientId == null ? statement : statement.param("client", clientId))
                .query((row, number) ->
                        new ClientUsageRow(day(row.getLong("day_ms")), row.getLong("client_id"), usage(row)))
                .list();
    }

    /** Removes the days before one. @return how many rows */
    public long deleteBefore(LocalDate day) {
        return database.write("DELETE FROM " + TABLE + " WHERE day_ms < :day")
                .param("day", millis(day))
                .update();
    }

    private static SqlParameterSource parameters(LocalDate day, long client, ClientUsage usage) {
        return new MapSqlParameterSource("day_ms", millis(day))
                .addValue("client_id", client)
                .addValue("requests", usage.requests())
                .addValue("refused", usage.refused())
                .addValue("prompt_tokens", usage.promptTokens())
                .addValue("completion_tokens", usage.completionTokens());
    }

    private static ClientUsage usage(ResultSet row) throws SQLException {
        return new ClientUsage(
                row.getLong("requests"),
                row.getLong("refused"),
                row.getLong("prompt_tokens"),
                row.getLong("completion_tokens"));
    }

    private static long millis(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    private static LocalDate day(long millis) {
        return Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC).toLocalDate();
    }
}
