package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Who did what. Methods throw Spring's {@link org.springframework.dao.DataAccessException}. Thread-safe. */
public final class AuditRepository {

    private static final String TABLE = "gptload_audit";
    private static final int CHUNK = 1000;

    private final Database database;
    private final TimeOrderedIds ids;

    AuditRepository(Database database, TimeSource time) {
        this.database = database;
        this.ids = new TimeOrderedIds(time);
    }

    /** Adds an entry; what is too long for its column is cut. */
    public void add(AuditEntry entry) {
        database.write("INSERT INTO " + TABLE
                        + " (id, at_ms, actor, address, request_id, action, outcome, group_name, target, detail) VALUES"
                        + " (:id, :at, :actor, :address, :request, :action, :outcome, :group, :target, :detail)")
                .param("id", ids.next())
                .param("at", entry.at().toEpochMilli())
                .param("actor", ColumnText.VARCHAR_64.fit(entry.actor()))
                .param("address", ColumnText.VARCHAR_64.fit(entry.address()))
                .param("request", ColumnText.VARCHAR_128.fit(entry.requestId()))
                .param("action", ColumnText.VARCHAR_64.fit(entry.action()))
                .param("outcome", new ColumnText(16, false).fit(entry.outcome()))
                .param("group", ColumnText.VARCHAR_255.fit(entry.group()))
                .param("target", ColumnText.VARCHAR_255.fit(entry.target()))
                .param("detail", ColumnText.VARCHAR_512.fit(entry.detail()))
                .update();
    }

    /**
     * Some entries, the newest first.
     *
     * @param offset how many to skip; 0 or more
     * @param limit how many at most; 1 or more
     */
    public Page<AuditEntry> page(AuditQuery query, long offset, int limit) {
        long total = Rows.count(query.bind(database.read("SELECT count(*) FROM " + TABLE + query.where())));
        List<AuditEntry> entries = query.bind(database.read("SELECT * FROM " + TABLE + query.where()
                        + " ORDER BY at_ms DESC, id DESC LIMIT :limit OFFSET :offset"))
                .param("limit", limit)
                .param("offset", offset)
                .query(AuditRepository::entry)
                .list();
        return new Page<>(entries, total);
    }

    /** Removes the entries before an instant, a part at a time, so that writers get their turn. @return how many */
    public long deleteBefore(Instant cutOff) {
        long total = 0;
        List<String> old;
        do {
            old = database.read("SELECT id FROM " + TABLE + " WHERE at_ms < :cut ORDER BY at_ms LIMIT " + CHUNK)
                    .param("cut", cutOff.toEpochMilli())
                    .query((row, number) -> Rows.text(row, "id"))
                    .list();
            if (!old.isEmpty()) {
                total += database.write("DELETE FROM " + TABLE + " WHERE id IN (:ids)")
                        .param("ids", old)
                        .update();
            }
        } while (old.size() == CHUNK);
        return total;
    }

    private static AuditEntry entry(ResultSet row, int number) throws SQLException {
        return new AuditEntry(
                Instant.ofEpochMilli(row.getLong("at_ms")),
                Rows.text(row, "actor"),
                Rows.text(row, "address"),
                Rows.text(row, "request_id"),
                Rows.text(row, "action"),
                Rows.text(row, "outcome"),
                Rows.text(row, "group_name"),
                Rows.text(row, "target"),
                Rows.text(row, "detail"));
    }
}
