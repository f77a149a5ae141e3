package io.gptload.client.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Small helpers for statements and their rows. */
final class Rows {

    private Rows() {}

    /** A text column; empty when it is NULL. */
    static String text(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? "" : value;
    }

    /** A whole number column; {@code null} when it is NULL. */
    static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** A count. */
    static long count(JdbcClient.StatementSpec statement) {
        Long count = statement.query(Long.class).single();
        return count;
    }

    /** The text as the middle of a LIKE pattern whose escape character is {@code !}. */
    static String contains(String text) {
        return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    /** Hands out the elements in lists of at most {@code size}. */
    static <T> void inChunks(List<T> elements, int size, Consumer<List<T>> action) {
        for (int from = 0; from < elements.size(); from += size) {
            action.accept(elements.subList(from, Math.min(elements.size(), from + size)));
        }
    }
}
