package io.gptload.client.http.jdk;

import io.gptload.client.session.Attempt;
import io.gptload.client.session.Timeouts;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Passes a body on to the caller's subscriber: first what was kept, then what comes, at the pace it asks for. Tells the
 * attempt how it ends.
 *
 * @param <T> what the caller's subscriber makes of the body
 */
final class Relay<T> implements Flow.Subscription {

    private final Attempt attempt;
    private final BodySubscriber<T> callers;
    private final Flow.Subscription upstream;
    private final Deque<List<ByteBuffer>> kept;
    private final Watchdog.Watch watch;
    private boolean delivering;
    private boolean completed;
    private @Nullable Throwable failure;
    private boolean over; // for the caller, who is told nothing more
    private boolean leaving; // it stopped reading; the rest is read for the attempt
    private long owed;
    private long asked;

    Relay(
            Attempt attempt,
            BodySubscriber<T> callers,
            Flow.Subscription upstream,
            Deque<List<ByteBuffer>> kept,
            Watchdog.Watch watch) {
        this.attempt = attempt;
        this.callers = callers;
        this.upstream = upstream;
        this.kept = kept;
        this.watch = watch;
        watch.notWaiting();
    }

    @Override
    public void request(long n) {
        long further;
        synchronized (this) {
            owed = sum(owed, n);
            if (delivering) {
                return;
            }
            delivering = true;
        }
        while (true) {
            List<ByteBuffer> buffers;
            synchronized (this) {
                buffers = owed > 0 && !over ? kept.poll() : null;
                if (buffers == null) {
                    delivering = false;
                    further = kept.isEmpty() && !over ? owed : 0;
                    owed -= further;
                    asked = sum(asked, further);
                    break;
                }
                owed--;
            }
            deliver(buffers);
        }
        if (further > 0) {
            watch.waiting();
            upstream.request(further);
        }
        readRest();
        finish();
    }

    private static long sum(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }

    void next(List<ByteBuffer> buffers) {
        synchronized (this) {
            if (over) {
                if (leaving) {
                    show(buffers);
                }
                return;
            }
            if (asked != Long.MAX_VALUE) {
                asked--;
            }
            if (asked > 0) {
                watch.waiting();
            } else {
                watch.notWaiting();
            }
        }
        deliver(buffers);
    }

    private void deliver(List<ByteBuffer> buffers) {
        show(buffers);
        callers.onNext(buffers);
    }

    private void show(List<ByteBuffer> buffers) {
        if (attempt.wantsRelayed()) {
            buffers.forEach(this::show);
        }
    }

    private void show(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        attempt.onRelayed(bytes, 0, bytes.length);
    }

    void complete() {
        synchronized (this) {
            completed = true;
        }
        ended();
    }

    void fail(Throwable cause) {
        synchronized (this) {
            if (failure == null) {
                failure = cause;
            }
        }
        ended();
    }

    private void ended() {
        boolean left;
        synchronized (this) {
            left = leaving;
        }
        if (left) {
            readRest();
        } else {
            watch.end();
            finish();
        }
    }

    /** Ends it once everything kept was delivered; a failure does not hurry past what came before it. */
    private void finish() {
        Throwable broken;
        synchronized (this) {
            boolean done = completed || failure != null;
            if (!done || over || delivering || !kept.isEmpty()) {
                return;
            }
            over = true;
            broken = completed ? null : failure;
        }
        if (broken == null) {
            attempt.onEnd();
            callers.onComplete();
        } else {
            attempt.onBroken(broken instanceof IOException e ? e : new IOException(broken));
            callers.onError(broken);
        }
    }

    /** Who stops at the last event has had all of it: the upstream is left only if its end is not near. */
    @Override
    public void cancel() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            leaving = true;
        }
        watch.endAfter(Timeouts.LEFTOVERS, this::abandon);
        readRest();
    }

    /** Shows the attempt what the caller did not wait for. While something is being delivered, that comes first. */
    private void readRest() {
        boolean whole;
        boolean broken;
        synchronized (this) {
            if (!leaving || delivering) {
                return;
            }
            kept.forEach(this::show);
            kept.clear();
            whole = completed;
            broken = failure != null;
        }
        if (whole) {
            watch.end();
            attempt.onEnd();
        } else if (broken) {
            abandon();
        } else {
            upstream.request(Long.MAX_VALUE);
        }
    }

    private void abandon() {
        synchronized (this) {
            leaving = false;
            kept.clear();
        }
        watch.end();
        attempt.onAbandoned();
        upstream.cancel();
    }
}
