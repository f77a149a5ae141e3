package io.gptload.gateway.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads {@code REDIS_DSN}; an option nobody knows is an error, a typing mistake must not go unseen. Use once. */
final class RedisDsnParser {

    private static final Set<String> NUMBERS = Set.of(
            "db",
            "protocol",
            "max_retries",
            "pool_size",
            "min_idle_conns",
            "max_idle_conns",
            "max_active_conns",
            "max_concurrent_dials");
    private static final Set<String> DURATIONS = Set.of(
            "min_retry_backoff",
            "max_retry_backoff",
            "dial_timeout",
            "read_timeout",
            "write_timeout",
            "pool_timeout",
            "conn_max_idle_time",
            "conn_max_lifetime",
            "conn_max_lifetime_jitter");
    private static final Map<String, String> OLD_NAMES =
            Map.of("idle_timeout", "conn_max_idle_time", "max_conn_age", "conn_max_lifetime");

    private final DsnUrl url;
    private final Map<String, Integer> numbers = new TreeMap<>();
    private final Map<String, Duration> durations = new TreeMap<>();
    private boolean verify = true;

    RedisDsnParser(DsnUrl url) {
        this.url = url;
    }

    RedisDsn parse() {
        url.options().forEach(this::option);
        return switch (url.scheme()) {
            case "redis", "rediss" -> tcp(url.scheme().equals("rediss"));
            case "unix" -> unix();
            default -> throw new DsnException("the scheme must be redis, rediss or unix");
        };
    }

    private RedisDsn tcp(boolean tls) {
        List<String> path =
                Arrays.stream(url.path().split("/")).filter(p -> !p.isEmpty()).toList();
        if (path.size() > 1) {
            throw new DsnException("the path must be a database number, as in redis://host:6379/0");
        }
        int database = numbers.getOrDefault("db", path.isEmpty() ? 0 : number("db", path.get(0)));
        HostPort address = HostPort.parse(url.authority(), "localhost", 6379);
        return new RedisDsn(
                address.host(),
                address.port(),
                null,
                url.user(),
                url.password(),
                database,
                tls,
                verify,
                numbers,
                durations);
    }

    private RedisDsn unix() {
        if (url.path().isBlank()) {
            throw new DsnException("the path of the socket is missing");
        }
        int database = numbers.getOrDefault("db", 0);
        return new RedisDsn("", 0, url.path(), url.user(), url.password(), database, false, true, numbers, durations);
    }

    private void option(String name, String value) {
        String current = OLD_NAMES.getOrDefault(name, name);
        if (DURATIONS.contains(current)) {
            if (!value.isEmpty()) {
                durations.put(current, duration(name, value));
            }
        } else if (NUMBERS.contains(name)) {
            if (!value.isEmpty()) {
                numbers.put(name, number(name, value));
            }
        } else if (name.equals("skip_verify") && url.scheme().equals("rediss")) {
            verify = !flag(name, value);
        } else if (name.equals("pool_fifo")) {
            flag(name, value);
        } else if (!name.equals("client_name")) {
            throw new DsnException("option " + name + " is unknown");
        }
    }

    private static int number(String name, String value) {
        if (!value.matches("[+-]?[0-9]{1,9}")) {
            throw new DsnException("option " + name + " is not a number");
        }
        return Integer.parseInt(value);
    }

    private static Duration duration(String name, String value) {
        Duration duration = value.matches("[+-]?[0-9]{1,9}")
                ? Duration.ofSeconds(Integer.parseInt(value))
                : GoDuration.parse(name, value);
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static boolean flag(String name, String value) {
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0", "" -> false;
            default -> throw new DsnException("option " + name + " must be true or false");
        };
    }
}
