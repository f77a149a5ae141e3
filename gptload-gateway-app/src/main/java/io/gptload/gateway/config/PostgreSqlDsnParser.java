package io.gptload.gateway.config;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads {@code postgres://user:password@host:port/database?options}. */
final class PostgreSqlDsnParser {

    private static final int PORT = 5432;

    private PostgreSqlDsnParser() {}

    static DatabaseDsn.PostgreSql parse(String dsn) {
        DsnUrl url = DsnUrl.parse(dsn);
        String user = url.options().getOrDefault("user", url.user());
        String password = url.options().get("password");
        String path = url.path().startsWith("/") ? url.path().substring(1) : url.path();
        String database = url.options().getOrDefault("dbname", url.options().getOrDefault("database", path));
        DatabaseDsn.PostgreSql parsed = new DatabaseDsn.PostgreSql(
                user,
                password == null ? url.password() : new Secret(password),
                hosts(url),
                database.isEmpty() ? user : database,
                url.options());
        parsed.jdbc();
        return parsed;
    }

    private static String hosts(DsnUrl url) {
        String hosts = url.options().getOrDefault("host", url.authority());
        String defaultPort = url.options().getOrDefault("port", String.valueOf(PORT));
        int port = HostPort.parse("host:" + defaultPort, "", PORT).port();
        return Arrays.stream(hosts.split(",", -1))
                .map(host -> HostPort.parse(host, "localhost", port).toString())
                .collect(Collectors.joining(","));
    }
}
