package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The processes that use this database, as they say themselves. Thread-safe. */
public final class NodeRepository {

    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final Database database;
    private final TimeSource time;
    private final String upsert;

    NodeRepository(Database database, TimeSource time) {
        this.database = database;
        this.time = time;
        this.upsert = database.dialect()
                .upsert("gptload_nodes", List.of("node"), List.of(), List.of("name", "seen_ms"), List.of());
    }

    /** A process. @param seen when it was there last, on its own clock */
    public record Node(String name, Instant seen) {}

    /** A process is there. @param node names it among all; up to 64 characters. @param name for people */
    public void seen(String node, String name) {
        Instant now = time.instant();
        database.inTransaction(() -> {
            database.write(upsert)
                    .param("node", ColumnText.VARCHAR_64.fit(node))
                    .param("name", ColumnText.VARCHAR_255.fit(name))
                    .param("seen_ms", now.toEpochMilli())
                    .update();
            database.write("DELETE FROM gptload_nodes WHERE seen_ms < :before")
                    .param("before", now.minus(FORGOTTEN).toEpochMilli())
                    .update();
        });
    }

    /** A process is gone. */
    public void gone(String node) {
        database.write("DELETE FROM gptload_nodes WHERE node = :node")
                .param("node", ColumnText.VARCHAR_64.fit(node))
                .update();
    }

    /** The processes that were there lately, those seen last first. */
    public List<Node> seenWithin(Duration span) {
        return database.read("SELECT name, seen_ms FROM gptload_nodes WHERE seen_ms > :after ORDER BY seen_ms DESC")
                .param("after", time.instant().minus(span).toEpochMilli())
                .query((row, number) -> new Node(row.getString(1), Instant.ofEpochMilli(row.getLong(2))))
                .list();
    }
}
