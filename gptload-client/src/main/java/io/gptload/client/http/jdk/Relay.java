package io.gptload.client.http.jdk;

import io.gptload.client.session.Attempt;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * Passes a body on to the caller's subscriber: first what was kept, then what comes. Tells the attempt how it ends.
 *
 * @param <T> what the caller's subscriber makes of the body
 */
final class Relay<T> implements Flow.Subscription {

    private final Attempt attempt;
    private final BodySubscriber<T> callers;
    private final Flow.Subscription upstream;
    private final Deque<List<ByteBuffer>> kept;
    private boolean delivering;
    private boolean completed;
    private boolean ended;
    private long owed;

    Relay(Attempt attempt, BodySubscriber<T> callers, Flow.Subscription upstream, Deque<List<ByteBuffer>> kept) {
        this.attempt = attempt;
        this.callers = callers;
        this.upstream = upstream;
        this.kept = kept;
    }

    @Override
    public void request(long n) {
        long further;
        synchronized (this) {
            owed = owed + n < 0 ? Long.MAX_VALUE : owed + n;
            if (delivering) {
                return;
            }
            delivering = true;
        }
        while (true) {
            List<ByteBuffer> buffers;
            synchronized (this) {
                buffers = owed > 0 ? kept.poll() : null;
                if (buffers == null) {
                    delivering = false;
                    further = kept.isEmpty() ? owed : 0;
                    owed -= further;
                    break;
                }
                owed--;
            }
            callers.onNext(buffers);
        }
        if (further > 0) {
            upstream.request(further);
        }
        finish();
    }

    void next(List<ByteBuffer> buffers) {
        callers.onNext(buffers);
    }

    void complete() {
        synchronized (this) {
            completed = true;
        }
        finish();
    }

    private void finish() {
        synchronized (this) {
            if (!completed || ended || delivering || !kept.isEmpty()) {
                return;
            }
            ended = true;
        }
        attempt.onEnd();
        callers.onComplete();
    }

    void fail(Throwable failure) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        attempt.onBroken(failure instanceof IOException e ? e : new IOException(failure));
        callers.onError(failure);
    }

    @Override
    public void cancel() {
        attempt.onAbandoned();
        upstream.cancel();
    }
}
