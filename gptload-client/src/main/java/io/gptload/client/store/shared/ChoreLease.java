package io.gptload.client.store.shared;

import io.gptload.client.store.jdbc.JdbcStore;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which of the nodes that share a database does the chores: the first that asks, until it stops or has not been heard
 * of for {@link #LENGTH}. A node that cannot reach the database stops doing them before another one starts. Thread-safe.
 */
public final class ChoreLease implements AutoCloseable {

    /** How long a node that fell silent keeps the chores. */
    public static final Duration LENGTH = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ChoreLease.class);
    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final String NAME = "chores";

    private final JdbcStore store;
    private final String node = UUID.randomUUID().toString();
    private final ScheduledExecutorService timer;
    private final boolean candidate;
    private final @Nullable ScheduledFuture<?> renewal;
    private volatile boolean held;
    private volatile long untilNanos;
    private boolean closed;

    /**
     * Asks at once, and then every few seconds.
     *
     * @param candidate whether this node may do chores at all
     * @param timer runs the asking and the chores; it is not shut down
     */
    public ChoreLease(JdbcStore store, boolean candidate, ScheduledExecutorService timer) {
        this.store = store;
        this.candidate = candidate;
        this.timer = timer;
        ask();
        long millis = RENEWAL.toMillis();
        this.renewal =
                candidate ? timer.scheduleWithFixedDelay(this::ask, millis, millis, TimeUnit.MILLISECONDS) : null;
    }

    /** Asks for the chores, or to keep them. */
    synchronized void ask() {
        if (!candidate || closed) {
            return;
        }
        long asked = store.options().time().nanoTime();
        boolean before = held();
        try {
            held = store.leases().take(NAME, node, LENGTH);
            untilNanos = asked + LENGTH.toNanos();
        } catch (RuntimeException e) {
            LOG.debug("The chores could not be asked for, will try again", e);
        }
        if (before != held()) {
            LOG.info(before ? "Another node does the chores now" : "This node does the chores now");
        }
    }

    /** Whether this node does the chores now. Asks nobody. */
    public boolean held() {
        return held && store.options().time().nanoTime() - untilNanos < 0;
    }

    /**
     * Does a chore in that interval as long as this node does the chores, the first time as soon as it does.
     *
     * @param chore what it throws is logged, and it is done again an interval later
     */
    public void every(Duration interval, Runnable chore) {
        if (candidate) {
            timer.scheduleWithFixedDelay(
                    new Chore(interval, chore),
                    0,
                    Math.min(interval.toMillis(), RENEWAL.toMillis()),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Lets another node do the chores from now on. */
    @Override
    public synchronized void close() {
        closed = true;
        if (renewal != null) {
            renewal.cancel(false);
        }
        if (held) {
            held = false;
            try {
                store.leases().release(NAME, node);
            } catch (RuntimeException e) {
                LOG.debug("The chores could not be given up, they pass on in a while", e);
            }
        }
    }

    private final class Chore implements Runnable {

        private final Duration interval;
        private final Runnable chore;
        private boolean done;
        private long lastNanos;

        Chore(Duration interval, Runnable chore) {
            this.interval = interval;
            this.chore = chore;
        }

        @Override
        public void run() {
            long now = store.options().time().nanoTime();
            if (!held() || done && now - lastNanos < interval.toNanos()) {
                return;
            }
            done = true;
            lastNanos = now;
            try {
                chore.run();
            } catch (RuntimeException e) {
                LOG.warn("A chore failed, it will be done again in {}", interval, e);
            }
        }
    }
}
