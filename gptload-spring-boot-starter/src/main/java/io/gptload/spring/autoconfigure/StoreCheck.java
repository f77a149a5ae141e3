package io.gptload.spring.autoconfigure;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Finds what is missing for a store, before anything is opened. */
final class StoreCheck {

    private static final Map<String, String[]> DRIVERS = Map.of(
            "jdbc:sqlite:", new String[] {"org.sqlite.JDBC", "org.xerial:sqlite-jdbc"},
            "jdbc:mysql:", new String[] {"com.mysql.cj.jdbc.Driver", "com.mysql:mysql-connector-j"},
            "jdbc:mariadb:", new String[] {"org.mariadb.jdbc.Driver", "org.mariadb.jdbc:mariadb-java-client"},
            "jdbc:postgresql:", new String[] {"org.postgresql.Driver", "org.postgresql:postgresql"});
    private static final Map<String, String> LIBRARIES = Map.of(
            "org.springframework.jdbc.core.JdbcOperations", "org.springframework:spring-jdbc",
            "com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP",
            "org.flywaydb.core.Flyway", "org.flywaydb:flyway-core");

    private final @Nullable ClassLoader classes;
    private final Problems problems;

    StoreCheck(@Nullable ClassLoader classes, Problems problems) {
        this.classes = classes;
        this.problems = problems;
    }

    void check(StoreProperties store, RedisProperties redis) {
        if (store.type() == StoreProperties.Type.JDBC) {
            LIBRARIES.forEach((type, artifact) -> need("gptload.store.type", "'jdbc'", type, artifact));
            String url = store.jdbc().url();
            if (url != null) {
                driver(url);
            }
        }
        String url = redis.url();
        if (url != null) {
            redis(url, store.type());
        }
    }

    private void driver(String url) {
        String kind =
                DRIVERS.keySet().stream().filter(url::startsWith).findFirst().orElse(null);
        if (kind == null) {
            problems.add(
                    "gptload.store.jdbc.url",
                    "it does not name a database that is supported",
                    "Use a URL that begins with one of "
                            + String.join(
                                    ", ", DRIVERS.keySet().stream().sorted().toList()) + ".");
            return;
        }
        String[] driver = DRIVERS.get(kind);
        if (driver != null) {
            need("gptload.store.jdbc.url", "'" + kind + "'", driver[0], driver[1]);
        }
    }

    private void redis(String url, StoreProperties.Type type) {
        if (type != StoreProperties.Type.JDBC) {
            problems.add(
                    "gptload.redis.url",
                    "there is nothing to tell others of, as no database is shared",
                    "Set gptload.store.type to jdbc, or leave Redis out.");
        }
        need("gptload.redis.url", "Redis", "redis.clients.jedis.UnifiedJedis", "redis.clients:jedis");
        if (parsed(url) == null) {
            problems.add(
                    "gptload.redis.url",
                    "it is not a URL of Redis",
                    "Use redis://[user:password@]host[:port][/database], or rediss:// with TLS.");
        }
    }

    static @Nullable URI parsed(String url) {
        try {
            URI uri = URI.create(url);
            boolean known = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
            String path = uri.getPath();
            return known && uri.getHost() != null && (path == null || path.matches("(/\\d{0,4})?")) ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void need(String property, String what, String type, String artifact) {
        if (!ClassUtils.isPresent(type, classes)) {
            problems.add(
                    property,
                    what + " needs " + artifact + ", which is not on the class path",
                    "Add the dependency " + artifact + ".");
        }
    }
}
