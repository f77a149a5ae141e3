package io.gptload.client.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Inserts that expect a row to be there; parameters are named as the columns. */
final class Upserts {

    private Upserts() {}

    /** As {@link Dialect#insertIfAbsent}, with the clause SQLite and PostgreSQL have. */
    static String onConflictDoNothing(String table, List<String> keys, List<String> others) {
        return insert(table, keys, others) + " ON CONFLICT (" + String.join(", ", keys) + ") DO NOTHING";
    }

    /** As {@link Dialect#upsert}, with the clause SQLite and PostgreSQL have. */
    static String onConflictUpdate(
            String table, List<String> keys, List<String> added, List<String> replaced, List<String> first) {
        List<String> changes = new ArrayList<>();
        added.forEach(column -> changes.add(column + " = " + table + "." + column + " + excluded." + column));
        replaced.forEach(column -> changes.add(column + " = excluded." + column));
        return insert(table, keys, others(added, replaced, first)) + " ON CONFLICT (" + String.join(", ", keys)
                + ") DO UPDATE SET " + String.join(", ", changes);
    }

    /** As {@link Dialect#insertIfAbsent}, with MySQL's clause; {@code INSERT IGNORE} would hide other errors too. */
    static String onDuplicateKeyDoNothing(String table, List<String> keys, List<String> others) {
        return insert(table, keys, others) + " ON DUPLICATE KEY UPDATE " + keys.get(0) + " = " + table + "."
                + keys.get(0);
    }

    /** As {@link Dialect#upsert}, with MySQL's clause in the form MariaDB understands too. */
    static String onDuplicateKeyUpdate(
            String table, List<String> keys, List<String> added, List<String> replaced, List<String> first) {
        List<String> changes = new ArrayList<>();
        added.forEach(column -> changes.add(column + " = " + table + "." + column + " + VALUES(" + column + ")"));
        replaced.forEach(column -> changes.add(column + " = VALUES(" + column + ")"));
        return insert(table, keys, others(added, replaced, first)) + " ON DUPLICATE KEY UPDATE "
                + String.join(", ", changes);
    }

    private static List<String> others(List<String> added, List<String> replaced, List<String> first) {
        return Stream.of(added, replaced, first).flatMap(List::stream).toList();
    }

    private static String insert(String table, List<String> keys, List<String> others) {
        List<String> columns = Stream.concat(keys.stream(), others.stream()).toList();
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                + columns.stream().map(column -> ":" + column).collect(Collectors.joining(", ")) + ")";
    }
}
