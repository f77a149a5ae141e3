package io.gptload.client.store.jdbc;

import java.util.Locale;

/**
 * Numbers that grow with every committed change of a kind, so that another process knows when to read again. Thread-safe.
 */
public final class ChangeCounters {

    /** What is counted. */
    public enum Kind {
        /** Groups, their members and their settings. */
        GROUPS,
        /** Which keys there are; not their state. */
        KEYS,
        /** System settings. */
        SETTINGS,
        /** Status and cooldowns of keys. */
        KEY_STATES;

        private final String id = name().toLowerCase(Locale.ROOT);
    }

    private final Database database;

    ChangeCounters(Database database) {
        this.database = database;
    }

    /** The number now; 0 before the first change. */
    public long current(Kind kind) {
        return database.read("SELECT version FROM gptload_versions WHERE name = :name")
                .param("name", kind.id)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** Counts a change in the transaction under way and returns the new number; nobody else gets one before it ends. */
    long bump(Kind kind) {
        database.write("UPDATE gptload_versions SET version = version + 1 WHERE name = :name")
                .param("name", kind.id)
                .update();
        return Rows.count(database.write("SELECT version FROM gptload_versions WHERE name = :name")
                .param("name", kind.id));
    }
}
