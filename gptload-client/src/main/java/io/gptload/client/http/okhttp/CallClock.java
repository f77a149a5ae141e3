package io.gptload.client.http.okhttp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time of one call, or of a connection it needs. It asks no clock itself, for most calls are over before anybody looks: how
 * long a read takes is counted from the first look at it. Set by the thread that is at the call, looked at by the timer.
 */
final class CallClock {

    private static final AtomicLongFieldUpdater<CallClock> STEP =
            AtomicLongFieldUpdater.newUpdater(CallClock.class, "step");
    private static final long RESPONDED = 1;
    private static final long OVER = -1;

    private final WatchList list;
    private final Runnable onExpired;
    private final long deadline;

    /** 0 until the response is there; then even while the body is read, and odd in between. */
    private volatile long step;

    private volatile boolean expired;
    private long idleNanos;
    private long end;
    private BooleanSupplier endless = () -> false;

    private WatchList.@Nullable Entry entry;

    private long seen; // this and the next of the timer
    private long since;

    private CallClock(WatchList list, Runnable onExpired, long deadline) {
        this.list = list;
        this.onExpired = onExpired;
        this.deadline = deadline;
    }

    /** @param deadline when there must be a response, on the clock of {@link System#nanoTime()} */
    static CallClock start(WatchList list, Runnable onExpired, long deadline) {
        CallClock clock = new CallClock(list, onExpired, deadline);
        clock.entry = list.add(clock);
        return clock;
    }

    /**
     * The response is there.
     *
     * @param idle how long a read may take, in nanoseconds
     * @param last when its body must be over, on the clock of {@link System#nanoTime()}
     * @param unlessEndless whether it may go on for ever nevertheless; asked by the timer, and only when it is late
     */
    void responded(long idle, long last, BooleanSupplier unlessEndless) {
        idleNanos = idle;
        end = last;
        endless = unlessEndless;
        STEP.lazySet(this, RESPONDED);
    }

    /** A read of the body begins; between reads it is up to the reader. */
    void reading() {
        next();
    }

    /** A read of the body is over. */
    void read() {
        next();
    }

    private void next() {
        long now = step;
        if (now != OVER) {
            STEP.lazySet(this, now + 1);
        }
    }

    /** Whether the body is being read. */
    boolean isReading() {
        long now = step;
        return now > 0 && isWaiting(now);
    }

    private static boolean isWaiting(long step) {
        return (step & 1) == 0;
    }

    /** The call is over, or has no timeouts from now on. */
    void stop() {
        WatchList.Entry mine = entry;
        if (mine != null) {
            entry = null;
            STEP.lazySet(this, OVER);
            list.remove(mine);
        }
    }

    boolean isStopped() {
        return step == OVER;
    }

    /** Ends the call if it is late. */
    void look(long now) {
        long at = step;
        if (isWaiting(at) && isLate(at, now)) {
            expired = true;
            STEP.lazySet(this, OVER); // the list drops it
            onExpired.run();
        }
    }

    private boolean isLate(long at, long now) {
        if (at == 0) {
            return now - deadline >= 0;
        }
        if (at != seen) {
            seen = at;
            since = now;
        }
        return now - since >= idleNanos || now - end >= 0 && !endless.getAsBoolean();
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
