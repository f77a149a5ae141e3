package io.gptload.client.store.jdbc;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says from time to time that this process uses the database. */
public final class NodePresence implements AutoCloseable {

    /** Who did not say so for that long is gone, at least when clocks do not differ much. */
    public static final Duration LATELY = Duration.ofSeconds(45);

    private static final Logger LOG = LoggerFactory.getLogger(NodePresence.class);
    private static final long SECONDS = 10;

    private final JdbcStore store;
    private final String node;
    private final String name = ProcessHandle.current().pid() + "@" + host();
    private final ScheduledFuture<?> timer;

    /**
     * Says so now, and then every ten seconds.
     *
     * @param node names this process among those that share the database; up to 64 characters
     * @param scheduler is not shut down
     */
    public NodePresence(JdbcStore store, String node, ScheduledExecutorService scheduler) {
        this.store = store;
        this.node = node;
        sayIt();
        this.timer = scheduler.scheduleWithFixedDelay(this::sayIt, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private void sayIt() {
        try {
            store.nodes().seen(node, name);
        } catch (RuntimeException e) {
            LOG.debug("The database does not take notice of this process now", e);
        }
    }

    /** This process does not use the database any more. */
    @Override
    public void close() {
        timer.cancel(false);
        try {
            store.nodes().gone(node);
        } catch (RuntimeException e) {
            LOG.debug("The database does not take notice of the end of this process", e);
        }
    }
}
