package io.gptload.gateway.catalog;

import io.gptload.client.store.redis.RedisConnection;
import io.gptload.gateway.config.InvalidSettingsException;
import io.gptload.gateway.config.Problem;
import io.gptload.gateway.config.RedisDsn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Whether Redis lets us in. One that is not there may come later, and nodes do without meanwhile; one that knows us not never
 * will.
 */
final class RedisLogin {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private RedisLogin() {}

    /** @throws InvalidSettingsException if Redis is there and refuses user or password */
    static void check(RedisDsn dsn) {
        RedisConnection connection = RedisChannels.connection(dsn).timeouts(PATIENCE, PATIENCE);
        String refusal = CompletableFuture.supplyAsync(() -> refusal(connection))
                .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (refusal != null) {
            throw new InvalidSettingsException(List.of(
                    new Problem("REDIS_DSN", "Redis refuses the login: " + refusal, "Correct its user and password")));
        }
    }

    private static @Nullable String refusal(RedisConnection connection) {
        try (UnifiedJedis client = connection.get()) {
            client.ping();
            return null;
        } catch (RuntimeException e) {
            return refusal(e);
        }
    }

    private static @Nullable String refusal(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            if (each instanceof JedisAccessControlException
                    || each instanceof JedisDataException && message.startsWith("ERR AUTH")) {
                return message;
            }
            for (Throwable other : each.getSuppressed()) {
                String hidden = refusal(other);
                if (hidden != null) {
                    return hidden;
                }
            }
        }
        return null;
    }
}
