package io.gptload.benchmarks.faults;

import io.gptload.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the database holds, read past all nodes. */
final class Records {

    private final TestDatabase database;

    Records(TestDatabase database) {
        this.database = database;
    }

    /** The state of each key of a group by its hash, in the words of the nodes. */
    Map<String, String> keys(String group) throws SQLException {
        Map<String, String> states = new HashMap<>();
        String sql = "SELECT k.key_hash, k.status, (SELECT count(*) FROM gptload_key_cooldowns c WHERE c.key_id = k.id"
                + " AND c.until_ms > ?) FROM api_keys k JOIN `groups` g ON g.id = k.group_id WHERE g.name = ?";
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, System.currentTimeMillis());
            statement.setString(2, group);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String state =
                            row.getString(2).equals("invalid") ? "invalid" : row.getInt(3) > 0 ? "cooling" : "ready";
                    states.put(row.getString(1), state);
                }
            }
        }
        return states;
    }

    /** The numbers of the calls in the log. */
    Set<Long> logged() throws SQLException {
        Set<Long> numbers = new HashSet<>();
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT request_path FROM request_logs WHERE request_type = 'final'");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                numbers.add(Long.parseLong(row.getString(1).replaceFirst(".*call=", "")));
            }
        }
        return numbers;
    }

    /** Rows of the log that are there twice. */
    long doubled() throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT count(*) - count(DISTINCT request_path) FROM request_logs WHERE request_type = 'final'");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
