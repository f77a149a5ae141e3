package io.gptload.spring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Finds what is missing for a store, before anything is opened. */
final class StoreCheck {

    static final String SQLITE = "jdbc:sqlite:";

    private static final List<Library> LIBRARIES = List.of(
            new Library("org.springframework.jdbc.core.JdbcOperations", "org.springframework:spring-jdbc"),
            new Library("com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP"),
            new Library("org.flywaydb.core.Flyway", "org.flywaydb:flyway-core"));
    private static final Library FLYWAY_MYSQL =
            new Library("org.flywaydb.database.mysql.MySQLDatabaseType", "org.flywaydb:flyway-mysql");
    private static final Map<String, List<Library>> DRIVERS = new TreeMap<>(Map.of(
            SQLITE,
            List.of(new Library("org.sqlite.JDBC", "org.xerial:sqlite-jdbc")),
            "jdbc:mysql:",
            List.of(new Library("com.mysql.cj.jdbc.Driver", "com.mysql:mysql-connector-j"), FLYWAY_MYSQL),
            "jdbc:mariadb:",
            List.of(new Library("org.mariadb.jdbc.Driver", "org.mariadb.jdbc:mariadb-java-client"), FLYWAY_MYSQL),
            "jdbc:postgresql:",
            List.of(
                    new Library("org.postgresql.Driver", "org.postgresql:postgresql"),
                    new Library(
                            "org.flywaydb.database.postgresql.PostgreSQLDatabaseType",
                            "org.flywaydb:flyway-database-postgresql"))));

    /** Not all drivers take them there; some take them for the name of the host, and tell everybody. */
    private static final Pattern CREDENTIALS = Pattern.compile("jdbc:[a-z]+:(?:[a-z]+:)?//[^/?]*@");

    /** What must be there, by one of its classes. */
    private record Library(String type, String artifact) {}

    private final @Nullable ClassLoader classes;
    private final Problems problems;

    StoreCheck(@Nullable ClassLoader classes, Problems problems) {
        this.classes = classes;
        this.problems = problems;
    }

    void check(StoreProperties store, RedisProperties redis) {
        if (store.type() == StoreProperties.Type.JDBC) {
            LIBRARIES.forEach(library -> need("gptload.store.type", "'jdbc'", library));
            String url = store.jdbc().url();
            if (url != null) {
                driver(url);
            }
        }
        String url = redis.url();
        if (url != null && redis.enabled()) {
            redis(url, store.type());
        }
    }

    private void driver(String url) {
        if (CREDENTIALS.matcher(url).lookingAt()) {
            problems.add(
                    "gptload.store.jdbc.url",
                    "it holds credentials",
                    "Move them to gptload.store.jdbc.username and gptload.store.jdbc.password.");
        }
        if (url.matches(SQLITE + "(|:.*|file:.*|.*\\?.*)")) {
            problems.add(
                    "gptload.store.jdbc.url",
                    "it does not name a file",
                    "Use jdbc:sqlite: and the path of a file, without options.");
        }
        DRIVERS.keySet().stream()
                .filter(url::startsWith)
                .findFirst()
                .ifPresentOrElse(
                        kind -> Objects.requireNonNull(DRIVERS.get(kind))
                                .forEach(library -> need("gptload.store.jdbc.url", "'" + kind + "'", library)),
                        () -> problems.add(
                                "gptload.store.jdbc.url",
                                "it does not name a database that is supported",
                                "Use a URL that begins with one of " + String.join(", ", DRIVERS.keySet()) + "."));
    }

    private void redis(String url, StoreProperties.Type type) {
        if (type != StoreProperties.Type.JDBC) {
            problems.add(
                    "gptload.redis.url",
                    "there is nothing to tell others of, as no database is shared",
                    "Set gptload.store.type to jdbc, or leave Redis out.");
        }
        need("gptload.redis.url", "Redis", new Library("redis.clients.jedis.UnifiedJedis", "redis.clients:jedis"));
        try {
            RedisUrl.parse(url);
        } catch (RedisUrl.Refused e) {
            problems.add("gptload.redis.url", String.valueOf(e.getMessage()), e.fix());
        }
    }

    private void need(String property, String what, Library library) {
        if (!ClassUtils.isPresent(library.type(), classes)) {
            problems.add(
                    property,
                    what + " needs " + library.artifact() + ", which is not on the class path",
                    "Add the dependency " + library.artifact() + ".");
        }
    }
}
