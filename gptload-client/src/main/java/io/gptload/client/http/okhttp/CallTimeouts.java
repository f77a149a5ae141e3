package io.gptload.client.http.okhttp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Enforces the timeouts of many calls by looking at all of them now and then, for servers: the timers of OkHttp take a lock
 * that all calls share, and wake a thread, several times in a call. A call ends up to {@value #INTERVAL_MILLIS} ms late.
 * Thread-safe.
 */
public final class CallTimeouts implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 100;

    private final Set<Clock> running = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> timer;

    /** @param scheduler looks at the calls, which takes microseconds; it is not shut down */
    public CallTimeouts(ScheduledExecutorService scheduler) {
        this.timer =
                scheduler.scheduleWithFixedDelay(this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        for (Clock clock : running) {
            clock.look(now);
        }
    }

    /**
     * Starts to watch something, which may take that long at first.
     *
     * @param onExpired ends it, from another thread
     */
    Clock start(Runnable onExpired, long nanos) {
        Clock clock = new Clock(onExpired, System.nanoTime() + nanos);
        running.add(clock);
        return clock;
    }

    /** Stops. Calls under way are not watched any longer. */
    @Override
    public void close() {
        timer.cancel(false);
    }

    /** The time of one call, or of a connection it needs. Set by the thread that runs the call. */
    final class Clock {

        private final Runnable onExpired;
        private volatile long deadline;
        private volatile boolean waiting = true;
        private volatile boolean expired;
        private long idleNanos;
        private @Nullable Long end;

        private Clock(Runnable onExpired, long deadline) {
            this.onExpired = onExpired;
            this.deadline = deadline;
        }

        private void look(long now) {
            if (waiting && now - deadline >= 0) {
                expired = true;
                running.remove(this);
                onExpired.run();
            }
        }

        /**
         * The response is there.
         *
         * @param idle how long a read may take, in nanoseconds
         * @param last the instant its body must be over, on the clock of {@link System#nanoTime()}; {@code null} for none
         */
        void responded(long idle, @Nullable Long last) {
            waiting = false;
            idleNanos = idle;
            end = last;
        }

        /** A read of the body begins; between reads it is up to the reader. */
        void reading() {
            long until = System.nanoTime() + idleNanos;
            deadline = end != null && end - until < 0 ? end : until;
            waiting = true;
        }

        /** A read of the body is over. */
        void read() {
            waiting = false;
        }

        /** The call is over. */
        void stop() {
            waiting = false;
            running.remove(this);
        }

        /** What the failure of the call is to be called. */
        IOException named(IOException failure) {
            if (!expired) {
                return failure;
            }
            InterruptedIOException timeout = new SocketTimeoutException("timeout");
            timeout.initCause(failure);
            return timeout;
        }
    }
}
