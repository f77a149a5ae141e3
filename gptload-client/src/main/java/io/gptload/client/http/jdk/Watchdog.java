package io.gptload.client.http.jdk;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends exchanges whose upstream keeps them waiting: {@code java.net.http} has a timeout for a response's headers at most.
 * One daemon thread for a whole client, gone while there is nothing to watch; one timer for each exchange.
 */
final class Watchdog {

    private final ScheduledThreadPoolExecutor timer;

    Watchdog() {
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "gptload-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(5, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Runs a task later, on the one thread there is. */
    ScheduledFuture<?> after(Duration delay, Runnable task) {
        return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Watches an exchange that starts to wait now.
     *
     * @param first how long that may take
     * @param total how long everything may take; {@code null} for ever
     * @param tooLate told once, if ever
     */
    Watch watch(Duration first, @Nullable Duration total, Consumer<HttpTimeoutException> tooLate) {
        Watch watch = new Watch(first, total, tooLate);
        watch.arm(System.nanoTime());
        return watch;
    }

    /** One exchange being watched. */
    final class Watch {

        private final Consumer<HttpTimeoutException> tooLate;
        private final long startedAt = System.nanoTime();
        private final long total;
        private volatile long limit;
        private volatile long waitingSince = startedAt;
        private volatile boolean waiting = true;
        private boolean ended;
        private @Nullable ScheduledFuture<?> armed;

        private Watch(Duration first, @Nullable Duration total, Consumer<HttpTimeoutException> tooLate) {
            this.tooLate = tooLate;
            this.limit = first.toNanos();
            this.total = total == null ? Long.MAX_VALUE : total.toNanos();
        }

        /** From now on each wait may take that long. */
        void limitTo(Duration each) {
            limit = each.toNanos();
            waiting();
            arm(System.nanoTime());
        }

        /** A wait for the upstream begins. */
        void waiting() {
            waitingSince = System.nanoTime();
            waiting = true;
        }

        /** It is not the upstream that is waited for. */
        void notWaiting() {
            waiting = false;
        }

        /** Nothing is waited for any more, but something is done after so long unless this is {@linkplain #end() ended} before. */
        synchronized void endAfter(Duration length, Runnable then) {
            if (!ended) {
                end();
                armed = after(length, then);
            }
        }

        synchronized void end() {
            ended = true;
            disarm();
        }

        private void disarm() {
            if (armed != null) {
                armed.cancel(false);
                armed = null;
            }
        }

        private synchronized void arm(long now) {
            disarm();
            if (!ended) {
                armed = timer.schedule(this::check, Math.max(left(now), 1), TimeUnit.NANOSECONDS);
            }
        }

        private long left(long now) {
            long ofThisWait = waiting ? waitingSince + limit - now : limit;
            return Math.min(ofThisWait, total == Long.MAX_VALUE ? Long.MAX_VALUE : startedAt + total - now);
        }

        private void check() {
            long now = System.nanoTime();
            if (left(now) > 0) {
                arm(now);
                return;
            }
            synchronized (this) {
                if (ended) {
                    return;
                }
                end();
            }
            tooLate.accept(new HttpTimeoutException("the upstream did not answer in time"));
        }
    }
}
