package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The request log. Methods throw Spring's {@link org.springframework.dao.DataAccessException}. Thread-safe. */
public final class RequestLogRepository {

    private static final int DELETE_CHUNK = 2000;

    private final Database database;
    private final Dialect dialect;
    private final LogOrder order;
    private final RequestLogInsert insert;
    private final KeyTallyInsert tallyInsert;
    private final ClientCallRepository clientCalls;

    RequestLogRepository(
            Database database, TimeSource time, HourlyStatsRepository hourly, ClientCallRepository clientCalls) {
        this.database = database;
        this.dialect = database.dialect();
        this.order = new LogOrder(database, time);
        this.insert = new RequestLogInsert(database, hourly, clientCalls);
        this.tallyInsert = new KeyTallyInsert(database);
        this.clientCalls = clientCalls;
    }

    /** Adds rows, and with them the use of their keys and the statistics of their hours. Ids must be set and new. */
    public void insert(List<RequestLogRow> rows) {
        List<LoggedAttempt> attempts = rows.stream().map(LoggedAttempt::of).toList();
        log(attempts);
        KeyTallies tallies = new KeyTallies(0);
        tallies.add(attempts);
        Rows.inChunks(tallies.take(0), KeyTallyInsert.CHUNK, this::count);
    }

    /** Adds rows in one transaction, and with them the statistics of their hours; their keys' use is not counted yet. */
    void log(List<LoggedAttempt> attempts) {
        insert.insert(attempts);
    }

    /** Whether all of these rows are there. */
    boolean hasAll(List<RequestLogRow> rows) {
        long found = Rows.count(database.write("SELECT count(*) FROM request_logs WHERE id IN (:ids)")
                .param("ids", rows.stream().map(RequestLogRow::id).toList()));
        return found == rows.size();
    }

    /** Counts the use of keys, {@link KeyTallyInsert#CHUNK} of them at most. */
    void count(List<KeyTally> tallies) {
        tallyInsert.insert(tallies);
    }

    /** Some rows, the newest first, with the number of all that match. */
    public Page<RequestLogRow> page(RequestLogFilter filter, long offset, int limit) {
        long total = Rows.count(
                filter.bind(dialect, database.read("SELECT count(*) FROM request_logs" + filter.where(dialect))));
        return new Page<>(rows(filter, offset, limit), total);
    }

    /**
     * Some rows, the newest first. Counting all that match takes long where there are millions.
     *
     * @param most where counting ends; 0 or more
     * @return the rows, with how many match, {@code most} + 1 for any number above {@code most}
     */
    public Page<RequestLogRow> page(RequestLogFilter filter, long offset, int limit, long most) {
        long total = Rows.count(filter.bind(
                        dialect,
                        database.read("SELECT count(*) FROM (SELECT 1 FROM request_logs" + filter.where(dialect)
                                + " LIMIT :most) counted"))
                .param("most", most + 1));
        return new Page<>(rows(filter, offset, limit), total);
    }

    private List<RequestLogRow> rows(RequestLogFilter filter, long offset, int limit) {
        String where = filter.where(dialect);
        return filter.bind(
                        dialect,
                        database.read("SELECT * FROM request_logs" + where + " ORDER BY " + order.expression()
                                + " DESC, id DESC LIMIT :limit OFFSET :offset"))
                .param("limit", limit)
                .param("offset", offset)
                .query(this::row)
                .list();
    }

    /** The row of that id. */
    public Optional<RequestLogRow> find(String id) {
        return database.read("SELECT * FROM request_logs WHERE id = :id")
                .param("id", id)
                .query(this::row)
                .optional();
    }

    /** All rows of the call that a row is of, the first attempt first; that row alone if it does not say of which. */
    public List<RequestLogRow> call(String id) {
        String call = RequestLogRow.callOf(id);
        return database.read("SELECT * FROM request_logs WHERE id >= :first AND id <= :last ORDER BY id")
                .param("first", call)
                .param("last", call.equals(id) ? id : call + "ffff")
                .query(this::row)
                .list();
    }

    /** How rows were judged, by their ids; those that were a success, or are from before that was written, are not among them. */
    public Map<String, LogVerdict> verdicts(Collection<String> ids) {
        Map<String, LogVerdict> verdicts = new HashMap<>();
        if (!ids.isEmpty()) {
            database.read("SELECT log_id, category, rule_id FROM gptload_log_verdicts WHERE log_id IN (:ids)")
                    .param("ids", ids)
                    .query(row -> {
                        verdicts.put(
                                row.getString("log_id"),
                                new LogVerdict(row.getString("category"), row.getString("rule_id")));
                    });
        }
        return verdicts;
    }

    /** Visits the latest matching row of each key, by key hash; rows without a key are left out. */
    public void forEachKey(RequestLogFilter filter, Consumer<RequestLogRow> action) {
        String where = filter.where(dialect);
        database.forEachRow(
                filter.bind(
                        dialect,
                        database.read("SELECT * FROM (SELECT l.*, row_number() OVER (PARTITION BY key_hash ORDER BY "
                                + dialect.instant("timestamp") + " DESC, id DESC) AS nth FROM request_logs l" + where
                                + (where.isEmpty() ? " WHERE " : " AND ")
                                + "key_hash <> '') latest WHERE nth = 1 ORDER BY key_hash")),
                row -> action.accept(row(row, 0)));
    }

    /** How many calls got their final answer from one instant (inclusive) to another (exclusive). */
    public long countFinal(Instant from, Instant to) {
        if (order.isPlain()) {
            return Rows.count(database.read(
                            "SELECT count(*) FROM request_logs WHERE request_type = 'final' AND timestamp >= :from AND timestamp < :to")
                    .param("from", dialect.time(from))
                    .param("to", dialect.time(to)));
        }
        var statement = database.read("SELECT count(*) FROM request_logs WHERE request_type = 'final' AND "
                + dialect.notBefore("timestamp", "from") + " AND " + dialect.before("timestamp", "to"));
        dialect.bindBound(statement::param, "from", from);
        dialect.bindBound(statement::param, "to", to);
        return Rows.count(statement);
    }

    /** Removes the rows before an instant, 2,000 in a transaction, so that writers get their turn. @return how many */
    public long deleteBefore(Instant cutOff) {
        long total = 0;
        int deleted;
        do {
            var select = database.read("SELECT id FROM request_logs WHERE " + dialect.before("timestamp", "cut")
                    + " LIMIT " + DELETE_CHUNK);
            dialect.bindBound(select::param, "cut", cutOff);
            List<String> ids = select.query((row, number) -> row.getString(1)).list();
            deleted = ids.isEmpty() ? 0 : delete(ids);
            total += deleted;
        } while (deleted > 0);
        clientCalls.deleteBefore(cutOff);
        return total;
    }

    private int delete(List<String> ids) {
        database.write("DELETE FROM gptload_log_verdicts WHERE log_id IN (:ids)")
                .param("ids", ids)
                .update();
        return database.write("DELETE FROM request_logs WHERE id IN (:ids)")
                .param("ids", ids)
                .update();
    }

    private RequestLogRow row(ResultSet row, int number) throws SQLException {
        @Nullable Instant timestamp = dialect.time(row, "timestamp");
        return new RequestLogRow(
                row.getString("id"),
                timestamp == null ? Instant.EPOCH : timestamp,
                row.getLong("group_id"),
                Rows.text(row, "group_name"),
                row.getLong("parent_group_id"),
                Rows.text(row, "parent_group_name"),
                new StoredKey(Rows.text(row, "key_value")),
                Rows.text(row, "key_hash"),
                Rows.text(row, "model"),
                row.getBoolean("is_success"),
                Rows.text(row, "source_ip"),
                row.getInt("status_code"),
                Rows.text(row, "request_path"),
                row.getLong("duration"),
                Rows.text(row, "error_message"),
                Rows.text(row, "user_agent"),
                Rows.text(row, "request_type"),
                Rows.text(row, "upstream_addr"),
                row.getBoolean("is_stream"),
                Rows.text(row, "request_body"));
    }
}
