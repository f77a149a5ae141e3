package io.gptload.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * An empty database of a test's own.
 *
 * @param url for JDBC, without credentials
 */
public record TestDatabase(String host, int port, String name, String url, String user, String password) {

    /** A new connection, to be closed by whoever asked for it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** Runs statements one after the other. */
    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot prepare " + url, e);
        }
    }
}
