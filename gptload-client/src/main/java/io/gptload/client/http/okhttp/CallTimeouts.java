package io.gptload.client.http.okhttp;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enforces the timeouts of many calls by looking at all of them now and then: the timers of OkHttp take a lock that all calls
 * share, and wake a thread, several times in a call. A call ends up to {@value #INTERVAL_MILLIS} ms late, one whose body is
 * silent up to twice that. It only looks while there are calls, and some seconds longer. Thread-safe.
 */
public final class CallTimeouts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CallTimeouts.class);
    private static final long INTERVAL_MILLIS = 100;
    private static final int LOOKS_AT_NOTHING = 50;
    private static final long THREAD_LIVES_SECONDS = 10;

    private final WatchList watched = new WatchList();
    private final ScheduledExecutorService timer;
    private final @Nullable ScheduledExecutorService own;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean closed;
    private int looksAtNothing; // of the timer

    /** With a daemon thread of its own, which lives while there are calls. */
    public CallTimeouts() {
        this.own = ownTimer();
        this.timer = own;
    }

    /** @param timer looks at the calls, which takes microseconds; it is not shut down */
    public CallTimeouts(ScheduledExecutorService timer) {
        this.own = null;
        this.timer = timer;
    }

    private static ScheduledExecutorService ownTimer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "gptload-timeouts");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(THREAD_LIVES_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    /**
     * Starts to watch something.
     *
     * @param onExpired ends it, from another thread
     * @param deadline when it must have responded, on the clock of {@link System#nanoTime()}
     */
    CallClock start(Runnable onExpired, long deadline) {
        CallClock clock = CallClock.start(watched, onExpired, deadline);
        if (!looking.get() && looking.compareAndSet(false, true)) {
            lookLater();
        }
        return clock;
    }

    private void lookLater() {
        try {
            if (!closed) {
                timer.schedule(this::look, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException e) {
            closed = true; // the application is ending
        }
    }

    private void look() {
        long now = System.nanoTime();
        boolean any = watched.visit(clock -> lookAt(clock, now));
        looksAtNothing = any ? 0 : looksAtNothing + 1;
        if (looksAtNothing < LOOKS_AT_NOTHING || goOn()) {
            lookLater();
        }
    }

    private static void lookAt(CallClock clock, long now) {
        try {
            clock.look(now);
        } catch (RuntimeException e) {
            LOG.warn("A listener failed when a call was ended for its timeout", e);
        }
    }

    /** Whether a call began that took it for granted that somebody looks. */
    private boolean goOn() {
        looksAtNothing = 0;
        looking.set(false);
        return watched.visit(clock -> {}) && looking.compareAndSet(false, true);
    }

    /** Stops. Calls under way are not watched any longer. */
    @Override
    public void close() {
        closed = true;
        if (own != null) {
            own.shutdownNow();
        }
    }
}
