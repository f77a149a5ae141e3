package io.gptload.client.store.jdbc;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
        KEY_STATES,
        /** Named keys of clients; not what they used. */
        CLIENT_KEYS;

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

    /** The numbers of all kinds now, read together. */
    public Map<Kind, Long> current() {
        Map<Kind, Long> numbers = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            numbers.put(kind, 0L);
        }
        database.read("SELECT name, version FROM gptload_versions").query(row -> {
            String name = row.getString(1);
            for (Kind kind : Kind.values()) {
                if (kind.id.equals(name)) {
                    numbers.put(kind, row.getLong(2));
                }
            }
        });
        return numbers;
    }

    /**
     * The numbers of {@link Kind#KEYS} for each group, by its id; they grow only with changes of its own keys. Groups that
     * never had any may be missing, for 0.
     */
    public Map<Long, Long> keyVersions() {
        Map<Long, Long> versions = new HashMap<>();
        database.read("SELECT group_id, keys_version FROM gptload_group_versions")
                .query(row -> {
                    versions.put(row.getLong(1), row.getLong(2));
                });
        return versions;
    }

    /** Keeps other transactions from adding or removing keys of a group until the one under way ends. */
    void lockKeys(long groupId) {
        boolean locked = false;
        while (!locked) { // the row may go while we wait for whoever deletes the group
            ensureGroup(groupId);
            locked = database.write("SELECT version FROM gptload_group_versions WHERE group_id = :group"
                            + database.dialect().forUpdate())
                    .param("group", groupId)
                    .query(Long.class)
                    .optional()
                    .isPresent();
        }
    }

    /** Keeps the number of a kind as it is until the transaction under way ends; take it before any rows of that kind. */
    void lock(Kind kind) {
        database.write("SELECT version FROM gptload_versions WHERE name = :name"
                        + database.dialect().forUpdate())
                .param("name", kind.id)
                .query(Long.class)
                .optional();
    }

    /** Makes a group's row of numbers unless it has one. */
    void ensureGroup(long groupId) {
        database.write(database.dialect()
                        .insertIfAbsent("gptload_group_versions", List.of("group_id"), List.of("version")))
                .param("group_id", groupId)
                .param("version", 0)
                .update();
    }

    /** Counts a change of a group's keys in the transaction under way. */
    void bumpKeys(long groupId) {
        ensureGroup(groupId);
        database.write("UPDATE gptload_group_versions SET keys_version = keys_version + 1 WHERE group_id = :group")
                .param("group", groupId)
                .update();
        bump(Kind.KEYS);
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
