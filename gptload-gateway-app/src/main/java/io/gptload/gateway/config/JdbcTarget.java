package io.gptload.gateway.config;

import java.util.List;
import java.util.Map;

/**
 * How to reach a database through JDBC.
 *
 * @param url without credentials
 * @param user empty if there is none
 * @param properties of the driver
 * @param sessionStatements to run on every new connection
 */
public record JdbcTarget(
        String url, String user, Secret password, Map<String, String> properties, List<String> sessionStatements) {

    /** Copies the collections. */
    public JdbcTarget {
        properties = Map.copyOf(properties);
        sessionStatements = List.copyOf(sessionStatements);
    }

    /** Names of properties only, for some are passwords. */
    @Override
    public String toString() {
        return url + (user.isEmpty() ? "" : " as " + user) + " " + properties.keySet();
    }
}
