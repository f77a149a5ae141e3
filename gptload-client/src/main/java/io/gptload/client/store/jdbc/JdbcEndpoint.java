package io.gptload.client.store.jdbc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to reach a database server. Immutable.
 *
 * @param url for JDBC, {@code jdbc:mysql:} or {@code jdbc:postgresql:}
 * @param user empty if the URL has one
 * @param properties of the driver
 * @param sessionStatements to run on every new connection
 */
public record JdbcEndpoint(
        String url, String user, String password, Map<String, String> properties, List<String> sessionStatements) {

    /** Copies the collections. @throws IllegalArgumentException if the URL is not one of JDBC */
    public JdbcEndpoint {
        if (!url.startsWith("jdbc:")) {
            throw new IllegalArgumentException("url must begin with jdbc:mysql: or jdbc:postgresql:");
        }
        properties = Map.copyOf(properties);
        sessionStatements = List.copyOf(sessionStatements);
    }

    /** Without properties and session statements. */
    public static JdbcEndpoint of(String url, String user, String password) {
        return new JdbcEndpoint(url, user, password, Map.of(), List.of());
    }

    /** The same with a property unless it is set. */
    JdbcEndpoint withDefault(String name, String value) {
        if (properties.containsKey(name) || url.contains(name + "=")) {
            return this;
        }
        Map<String, String> all = new HashMap<>(properties);
        all.put(name, value);
        return new JdbcEndpoint(url, user, password, all, sessionStatements);
    }

    /** The URL without what may be secret. */
    @Override
    public String toString() {
        return url.replaceFirst("[?;].*", "").replaceFirst("//[^/]*@", "//");
    }
}
