package io.gptload.client.http.jdk;

import io.gptload.client.session.Attempt;
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
    private boolean over;
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
        finish();
    }

    private static long sum(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }

    void next(List<ByteBuffer> buffers) {
        synchronized (this) {
            if (over) {
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
        if (attempt.wantsRelayed()) {
            buffers.forEach(this::show);
        }
        callers.onNext(buffers);
    }

    private void show(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        attempt.onRelayed(bytes, 0, bytes.length);
    }

    void complete() {
        watch.end();
        synchronized (this) {
            completed = true;
        }
        finish();
    }

    void fail(Throwable cause) {
        watch.end();
        synchronized (this) {
            if (failure == null) {
                failure = cause;
            }
        }
        finish();
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

    @Override
    public void cancel() {
        synchronized (this) {
            over = true;
            kept.clear();
        }
        watch.end();
        attempt.onAbandoned();
        upstream.cancel();
    }
}
