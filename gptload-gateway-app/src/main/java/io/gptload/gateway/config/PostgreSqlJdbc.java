package io.gptload.gateway.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Says to the PostgreSQL driver what the connection URL says. Prepared statements stay off, so a pooler in between is safe. */
final class PostgreSqlJdbc {

    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    private static final Map<String, String> TARGETS = Map.of(
            "any", "any",
            "read-write", "primary",
            "primary", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    private final Map<String, String> properties = new TreeMap<>();
    private final List<String> statements = new ArrayList<>();

    private PostgreSqlJdbc() {
        properties.put("sslmode", "prefer");
        properties.put("prepareThreshold", "0");
    }

    static JdbcTarget of(DatabaseDsn.PostgreSql dsn) {
        PostgreSqlJdbc jdbc = new PostgreSqlJdbc();
        new TreeMap<>(dsn.options()).forEach(jdbc::option);
        String database =
                URLEncoder.encode(dsn.database(), StandardCharsets.UTF_8).replace("+", "%20");
        String url = "jdbc:postgresql://" + dsn.hosts() + "/" + database;
        return new JdbcTarget(url, dsn.user(), dsn.password(), jdbc.properties, jdbc.statements);
    }

    private void option(String name, String value) {
        switch (name) {
            case "user", "password", "host", "port", "dbname", "database" -> {}
            case "sslmode" -> properties.put("sslmode", oneOf(name, value, SSL_MODES));
            case "sslrootcert", "sslcert", "sslkey", "sslpassword", "options" -> properties.put(name, value);
            case "application_name" -> properties.put("ApplicationName", value);
            case "connect_timeout" -> properties.put("connectTimeout", seconds(name, value));
            case "target_session_attrs" ->
                properties.put("targetServerType", TARGETS.getOrDefault(oneOf(name, value, TARGETS.keySet()), "any"));
            case "TimeZone", "timezone", "time_zone" -> set("TimeZone", value);
            case "default_query_exec_mode", "statement_cache_capacity", "description_cache_capacity" -> {}
            default -> set(name, value);
        }
    }

    private void set(String name, String value) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
            throw new DsnException("an option has a name that is not one of a server setting");
        }
        // SET would take a list, such as that of search_path, for one name
        statements.add("SELECT set_config('" + name + "', '" + value.replace("'", "''") + "', false)");
    }

    private static String oneOf(String name, String value, Set<String> allowed) {
        if (!allowed.contains(value)) {
            throw new DsnException("option " + name + " must be one of "
                    + String.join(", ", allowed.stream().sorted().toList()));
        }
        return value;
    }

    private static String seconds(String name, String value) {
        if (!value.matches("[0-9]{1,6}")) {
            throw new DsnException("option " + name + " is not a number of seconds");
        }
        return String.valueOf(Duration.ofSeconds(Long.parseLong(value)).toSeconds());
    }
}
