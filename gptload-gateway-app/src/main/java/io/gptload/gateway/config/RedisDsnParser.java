package io.gptload.gateway.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
    private static final int SERVER_PORT = 6379;
    private static final int SENTINEL_PORT = 26379;
    private static final Map<String, String> OLD_NAMES =
            Map.of("idle_timeout", "conn_max_idle_time", "max_conn_age", "conn_max_lifetime");

    private final DsnUrl url;
    private final Map<String, Integer> numbers = new TreeMap<>();
    private final Map<String, Duration> durations = new TreeMap<>();
    private boolean verify = true;
    private @Nullable String masterName;
    private boolean cluster;

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
        int port = masterName == null ? SERVER_PORT : SENTINEL_PORT;
        List<HostPort> addresses = Arrays.stream(url.authority().split(",", -1))
                .map(address -> HostPort.parse(address, "localhost", port))
                .toList();
        if (addresses.size() > 1 && masterName == null && !cluster) {
            throw new DsnException("several addresses need master_name=... for sentinels or cluster=true");
        }
        if (cluster && (masterName != null || database != 0)) {
            throw new DsnException("a cluster has neither a master_name nor a database other than 0");
        }
        return new RedisDsn(
                addresses,
                masterName,
                cluster,
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
        if (masterName != null || cluster) {
            throw new DsnException("a socket leads to a single server, without master_name or cluster");
        }
        int database = numbers.getOrDefault("db", 0);
        return new RedisDsn(
                List.of(),
                null,
                false,
                url.path(),
                url.user(),
                url.password(),
                database,
                false,
                true,
                numbers,
                durations);
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
        } else if (name.equals("master_name")) {
            masterName = value.isEmpty() ? null : value;
        } else if (name.equals("cluster")) {
            cluster = flag(name, value);
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
