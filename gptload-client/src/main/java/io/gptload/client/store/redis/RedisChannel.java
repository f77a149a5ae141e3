package io.gptload.client.store.redis;

import io.gptload.client.state.BudgetSlices;
import io.gptload.client.store.shared.StateChannel;
import io.gptload.client.store.shared.StateNotice;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * Tells other processes of changes within milliseconds through a Redis channel. Every process shows itself each second, so that
 * missed notices are noticed: then the database is read. All that is stored in Redis is how much of their budgets keys have used,
 * until the window ends, where keys have budgets. Calls never wait for Redis, and Redis need not be there, neither at the start nor later. Thread-safe.
 */
public final class RedisChannel implements StateChannel {

    /** What the names of all channels and keys begin with unless said otherwise. */
    public static final String DEFAULT_PREFIX = "gptload:";

    private static final int DEFAULT_CAPACITY = 10_000;
    private static final long PATIENCE_MILLIS = 1500;

    private final LazyClient client;
    private final String channel;
    private final String node = UUID.randomUUID().toString();
    private final NoticeSender sender;
    private final Thread sending;
    private final RedisBudgets budgets;
    private final Thread taking;
    private volatile @Nullable NoticeListener listener;
    private volatile @Nullable Thread listening;

    private RedisChannel(Builder builder) {
        this.client = new LazyClient(builder.connect, builder.owned);
        this.channel = builder.prefix + "notices";
        this.sender = new NoticeSender(client, channel, node, builder.capacity);
        this.sending = thread("gptload-redis-sender", sender);
        this.budgets = new RedisBudgets(client, builder.prefix + "budget:", builder.capacity, this::nodes);
        this.taking = thread("gptload-redis-budgets", budgets);
    }

    /**
     * A channel with a client of its own: a {@code RedisClient}, {@code RedisSentinelClient}, {@code RedisClusterClient} or any
     * other. Its {@code blockingSocketTimeoutMillis} should be a few seconds, for a server that is silent for longer than one is
     * gone.
     *
     * @param connect makes the client, when Redis is first needed; asked again if that fails
     */
    public static Builder of(Supplier<UnifiedJedis> connect) {
        return new Builder(connect, true);
    }

    /** A channel with a client that others use too; it takes three of its connections and does not close it. */
    public static Builder of(UnifiedJedis client) {
        return new Builder(() -> client, false);
    }

    @Override
    public synchronized void open(Receiver receiver) {
        if (listener != null) {
            throw new IllegalStateException("The channel is open already");
        }
        NoticeListener opened = new NoticeListener(client, channel, node, receiver);
        Thread thread = thread("gptload-redis-listener", opened);
        listener = opened;
        listening = thread;
        thread.start();
        sending.start();
        taking.start();
    }

    private int nodes() {
        NoticeListener opened = listener;
        return opened == null ? 1 : opened.nodes();
    }

    @Override
    public BudgetSlices budgets() {
        return budgets;
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void send(StateNotice notice) {
        sender.offer(notice);
    }

    @Override
    public Figures figures() {
        NoticeListener opened = listener;
        return opened == null
                ? new Figures(false, 0, 0, sender.dropped(), 0, 0)
                : new Figures(
                        sender.connected() && opened.connected(),
                        sender.sent(),
                        opened.received(),
                        sender.dropped(),
                        opened.gaps(),
                        opened.lagMillis());
    }

    @Override
    public synchronized void close() {
        boolean worked = sender.connected();
        sender.finish();
        end(sending);
        if (worked && !sending.isAlive()) {
            sender.sendRest();
        }
        NoticeListener opened = listener;
        if (opened != null) {
            opened.finish();
        }
        end(listening);
        budgets.finish();
        end(taking);
        client.close();
    }

    private static void end(@Nullable Thread thread) {
        if (thread != null && thread.isAlive()) {
            thread.interrupt();
            try {
                thread.join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How a channel is made. Not thread-safe. */
    public static final class Builder {

        private final Supplier<UnifiedJedis> connect;
        private final boolean owned;
        private String prefix = DEFAULT_PREFIX;
        private int capacity = DEFAULT_CAPACITY;

        private Builder(Supplier<UnifiedJedis> connect, boolean owned) {
            this.connect = connect;
            this.owned = owned;
        }

        /** What the names of its channel and of its keys begin with; pools that share a Redis need different ones. */
        public Builder prefix(String value) {
            prefix = value;
            return this;
        }

        /** How many notices may wait to be sent, and how many slices of budgets to be taken. @throws IllegalArgumentException if it is less than 1 */
        public Builder capacity(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("capacity must be 1 or more: " + value);
            }
            capacity = value;
            return this;
        }

        /** The channel, not open yet. */
        public RedisChannel build() {
            return new RedisChannel(this);
        }
    }
}
