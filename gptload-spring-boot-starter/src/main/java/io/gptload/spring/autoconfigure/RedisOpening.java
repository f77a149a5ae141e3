package io.gptload.spring.autoconfigure;

import io.gptload.client.store.redis.RedisConnection;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Finds the way to Redis by its URL. */
final class RedisOpening {

    private static final int PORT = 6379;

    private RedisOpening() {}

    /** @param url checked before */
    static RedisConnection of(String url) {
        URI uri = Objects.requireNonNull(StoreCheck.parsed(url), "url");
        RedisConnection connection = RedisConnection.server(uri.getHost(), uri.getPort() < 0 ? PORT : uri.getPort());
        String userInfo = uri.getRawUserInfo();
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            connection.login(
                    colon < 0 ? "" : decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
        }
        String path = uri.getPath();
        if (path != null && path.length() > 1) {
            connection.database(Integer.parseInt(path, 1, path.length(), 10));
        }
        return "rediss".equals(uri.getScheme()) ? connection.tls(true) : connection;
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
