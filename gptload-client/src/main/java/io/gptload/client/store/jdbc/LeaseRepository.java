package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.util.List;

/** Leases: rights that one node has at a time. The clocks of nodes may differ by a small part of a lease. Thread-safe. */
public final class LeaseRepository {

    private static final String TABLE = "gptload_leases";

    private final Database database;
    private final TimeSource time;

    LeaseRepository(Database database, TimeSource time) {
        this.database = database;
        this.time = time;
    }

    /**
     * Takes a lease that nobody holds, or makes one's own last longer.
     *
     * @param name of the lease, up to 64 characters
     * @param node who takes it, up to 64 characters
     * @return whether the node holds it from now on for that long
     * @throws org.springframework.dao.DataAccessException if the database does not answer
     */
    public boolean take(String name, String node, Duration length) {
        long now = time.instant().toEpochMilli();
        return database.transaction(() -> {
            database.write(database.dialect().insertIfAbsent(TABLE, List.of("name"), List.of("node", "until_ms")))
                    .param("name", name)
                    .param("node", "")
                    .param("until_ms", 0)
                    .update();
            return database.write("UPDATE " + TABLE + " SET node = :node, until_ms = :until"
                                    + " WHERE name = :name AND (node = :node OR until_ms <= :now)")
                            .param("node", node)
                            .param("until", now + length.toMillis())
                            .param("name", name)
                            .param("now", now)
                            .update()
                    == 1;
        });
    }

    /** Gives a lease back, if that node holds it. */
    public void release(String name, String node) {
        database.inTransaction(
                () -> database.write("UPDATE " + TABLE + " SET until_ms = 0 WHERE name = :name AND node = :node")
                        .param("name", name)
                        .param("node", node)
                        .update());
    }
}
