package io.gptload.benchmarks.sharing;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.redis.RedisChannel;
import io.gptload.client.store.redis.RedisConnection;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.client.store.shared.StateChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a process has that shares a pool: connections, an engine and threads of its own. */
final class PoolNode implements AutoCloseable {

    private final JdbcStore store;
    private final SharedPool pool;
    private final StandardGroup group;

    /** @param redisPort 0 for none */
    PoolNode(Path file, String group, int redisPort) {
        store = JdbcStore.sqlite(file, StoreOptions.DEFAULTS);
        SharedPool.Builder shared = SharedPool.of(store);
        if (redisPort > 0) {
            shared.channel(RedisChannel.of(RedisConnection.server("127.0.0.1", redisPort))
                    .build());
        }
        pool = shared.build();
        GptLoad engine = GptLoad.builder().listener(pool).logStateChanges(false).build();
        pool.start(engine);
        this.group = (StandardGroup) engine.group(group);
    }

    boolean connected() {
        StateChannel.@Nullable Figures figures = pool.channelFigures();
        return figures == null || figures.connected();
    }

    StandardGroup group() {
        return group;
    }

    /** Whether that key would be chosen. */
    boolean usable(KeyRef key) {
        return group.explain(null).keys(Explanation.State.READY).stream()
                .anyMatch(ready -> ready.key().equals(key));
    }

    @Override
    public void close() {
        pool.close();
        store.close();
    }
}
