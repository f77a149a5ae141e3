package io.gptload.gateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server, the sentinels that know it, or a cluster.
 *
 * @param addresses the server, or all that were given; none for a socket
 * @param masterName what the sentinels call the server, or null if the addresses are not those of sentinels
 * @param cluster whether the addresses are those of a cluster's nodes
 * @param socket the path of a Unix domain socket, or null
 * @param user empty if there is none
 * @param tls whether the connection is encrypted
 * @param verify whether the server's certificate is verified
 * @param numbers the counting options that were given, by name
 * @param durations the options that are durations and were given, by their current name; zero means disabled
 */
public record RedisDsn(
        List<HostPort> addresses,
        @Nullable String masterName,
        boolean cluster,
        @Nullable String socket,
        String user,
        Secret password,
        int database,
        boolean tls,
        boolean verify,
        Map<String, Integer> numbers,
        Map<String, Duration> durations) {

    /** Copies the collections. */
    public RedisDsn {
        addresses = List.copyOf(addresses);
        numbers = Map.copyOf(numbers);
        durations = Map.copyOf(durations);
    }

    /** Reads {@code REDIS_DSN}: {@code redis://}, {@code rediss://} or {@code unix://}. */
    static RedisDsn parse(String dsn) {
        return new RedisDsnParser(DsnUrl.parse(dsn)).parse();
    }

    /** Time to connect. */
    public Duration dialTimeout() {
        return durations.getOrDefault("dial_timeout", Duration.ofSeconds(5));
    }

    /** Time to wait for an answer, zero for ever. */
    public Duration readTimeout() {
        return durations.getOrDefault("read_timeout", Duration.ofSeconds(3));
    }

    /** Without the password. */
    @Override
    public String toString() {
        String login = user.isEmpty() && password.isEmpty() ? "" : user + ":****@";
        if (socket != null) {
            return "unix://" + login + socket + "?db=" + database;
        }
        String hosts = addresses.stream().map(HostPort::toString).collect(Collectors.joining(","));
        String kind = masterName != null ? "?master_name=" + masterName : cluster ? "?cluster=true" : "";
        return (tls ? "rediss://" : "redis://") + login + hosts + "/" + database + kind;
    }
}
