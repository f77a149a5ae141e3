package io.gptload.spring.autoconfigure;

import io.gptload.client.store.redis.RedisConnection;

/** Finds the way to the Redis the properties name. */
final class RedisOpening {

    private RedisOpening() {}

    /** @param redis checked before */
    static RedisConnection of(RedisProperties redis) {
        RedisUrl url;
        try {
            url = RedisUrl.parse(String.valueOf(redis.url()));
        } catch (RedisUrl.Refused e) {
            throw new IllegalStateException("gptload.redis.url was not checked", e);
        }
        RedisConnection connection = RedisConnection.server(url.host(), url.port())
                .login(url.user(), url.password())
                .database(url.database());
        return url.tls() ? connection.tls(true) : connection;
    }
}
