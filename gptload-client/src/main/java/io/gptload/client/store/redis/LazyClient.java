package io.gptload.client.store.redis;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/** A client made when it is first asked for, and again if that failed. Thread-safe. */
final class LazyClient implements AutoCloseable {

    private final Supplier<UnifiedJedis> connect;
    private final boolean owned;
    private @Nullable UnifiedJedis client;
    private boolean closed;

    /** @param owned whether it is to be closed here */
    LazyClient(Supplier<UnifiedJedis> connect, boolean owned) {
        this.connect = connect;
        this.owned = owned;
    }

    synchronized UnifiedJedis get() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        UnifiedJedis known = client;
        if (known == null) {
            known = connect.get();
            client = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (owned && client != null) {
            client.close();
        }
    }
}
