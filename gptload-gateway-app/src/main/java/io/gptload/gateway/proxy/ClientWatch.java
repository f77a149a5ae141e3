package io.gptload.gateway.proxy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Notices clients that go away while their request waits for an upstream: nothing is written to them then, so nothing would
 * fail. One thread looks at the connections of all waiting calls twice in a second. Thread-safe.
 */
final class ClientWatch implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 500;

    private final Set<Watched> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer;

    ClientWatch() {
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "gptload-client-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Watches from now on. The caller closes it in the end, and keeps it busy while it writes.
     *
     * @param connection {@code null} when it cannot be looked at; nothing is watched then
     * @param onGone run at most once, on the watching thread
     */
    Watched watch(@Nullable ClientConnection connection, Runnable onGone) {
        Watched watched = new Watched(connection, onGone);
        if (connection != null) {
            waiting.add(watched);
        }
        return watched;
    }

    private void look() {
        waiting.forEach(Watched::look);
    }

    /** Ends all calls that are watched, as if their clients went away. */
    void cancelAll() {
        waiting.forEach(watched -> watched.onGone.run());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** A call that is watched. */
    final class Watched implements AutoCloseable {

        private static final int IDLE = 0;
        private static final int LOOKED_AT = 1;
        private static final int BUSY = 2;

        private final @Nullable ClientConnection connection;
        private final Runnable onGone;
        private final AtomicInteger state = new AtomicInteger(IDLE);
        private volatile boolean gone;

        private Watched(@Nullable ClientConnection connection, Runnable onGone) {
            this.connection = connection;
            this.onGone = onGone;
        }

        private void look() {
            if (connection != null && state.compareAndSet(IDLE, LOOKED_AT)) {
                try {
                    gone = connection.isClosed();
                } finally {
                    state.set(IDLE);
                }
                if (gone) {
                    waiting.remove(this);
                    onGone.run();
                }
            }
        }

        /** The connection is about to be written to: it is not looked at until {@link #idle()}. */
        void busy() {
            while (!state.compareAndSet(IDLE, BUSY)) {
                Thread.onSpinWait(); // a look takes a system call that never waits
            }
        }

        /** Nothing is written for now. */
        void idle() {
            state.set(IDLE);
        }

        /** Whether the client went away. */
        boolean isGone() {
            return gone;
        }

        /** Not to be watched any longer; the connection is the container's again. */
        @Override
        public void close() {
            if (connection != null) {
                waiting.remove(this);
            }
            if (state.get() != BUSY) {
                busy();
            }
        }
    }
}
