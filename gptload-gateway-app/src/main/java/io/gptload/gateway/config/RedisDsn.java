package io.gptload.gateway.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A single Redis server.
 *
 * @param host empty for a socket
 * @param port 0 for a socket
 * @param socket the path of a Unix domain socket, or null
 * @param user empty if there is none
 * @param tls whether the connection is encrypted
 * @param verify whether the server's certificate is verified
 * @param numbers the counting options that were given, by name
 * @param durations the options that are durations and were given, by their current name; zero means disabled
 */
public record RedisDsn(
        String host,
        int port,
        @Nullable String socket,
        String user,
        Secret password,
        int database,
        boolean tls,
        boolean verify,
        Map<String, Integer> numbers,
        Map<String, Duration> durations) {

    /** Copies the maps. */
    public RedisDsn {
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
        String address = socket == null ? new HostPort(host, port) + "/" + database : socket + "?db=" + database;
        return (socket != null ? "unix://" : tls ? "rediss://" : "redis://") + login + address;
    }
}
