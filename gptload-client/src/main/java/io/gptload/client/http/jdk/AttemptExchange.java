package io.gptload.client.http.jdk;

import io.gptload.client.session.Attempt;
import io.gptload.client.session.Step;
import io.gptload.client.session.Timeouts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on the wire. Shows status, headers and as much of the body as it wants to see to the attempt, keeping what
 * went by; then either drops the rest or passes everything, the kept part first, to the caller's subscriber. The HTTP
 * client tells its news one by one; a failure may come from elsewhere at any time.
 *
 * @param <T> what the caller's handler makes of the body
 */
final class AttemptExchange<T> implements BodyHandler<Void>, BodySubscriber<Void> {

    private final Attempt attempt;
    private final BodyHandler<T> handler;
    private final Timeouts timeouts;
    private final Watchdog.Watch watch;
    private final CompletableFuture<Judged<T>> judged = new CompletableFuture<>();
    private final Deque<List<ByteBuffer>> kept = new ArrayDeque<>();
    private @Nullable Step step;
    private @Nullable AnswerInfo info;
    private @Nullable IOException failure;
    private @Nullable Relay<T> relay;
    private volatile boolean aborted;
    private volatile @Nullable CompletableFuture<?> sent;
    private volatile Flow.@Nullable Subscription upstream;

    AttemptExchange(Attempt attempt, BodyHandler<T> handler, Watchdog watchdog) {
        this.attempt = attempt;
        this.handler = handler;
        this.timeouts = attempt.timeouts();
        this.watch = watchdog.watch(
                timeouts.header(),
                attempt.streams() ? null : Duration.ofNanos(attempt.deadline() - attempt.startedAt()),
                this::tooLate);
    }

    /** What became of it; never an exception. */
    CompletableFuture<Judged<T>> judged() {
        return judged;
    }

    /** @throws RuntimeException if the client does not take the request; nothing was sent then */
    void send(HttpClient client, HttpRequest request) {
        CompletableFuture<?> exchange;
        try {
            exchange = client.sendAsync(request, this);
        } catch (RuntimeException e) {
            watch.end();
            throw e;
        }
        sent = exchange;
        if (aborted) {
            abort(); // it came before there was anything to end
        }
        exchange.whenComplete((response, error) -> {
            if (error != null) {
                fail(asIo(error));
            }
        });
    }

    static IOException asIo(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof IOException e ? e : new IOException(cause);
    }

    /** Ends the exchange, whatever it is doing. */
    void abort() {
        aborted = true;
        CompletableFuture<?> exchange = sent;
        if (exchange != null) {
            exchange.cancel(true);
        }
        Flow.Subscription subscription = upstream;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private void tooLate(IOException timeout) {
        fail(timeout);
        abort();
    }

    // ------------------------------------------------------------------------------------------- what the client tells

    @Override
    public BodySubscriber<Void> apply(ResponseInfo response) {
        AnswerInfo seen = new AnswerInfo(response.statusCode(), response.headers(), response.version());
        synchronized (this) {
            info = seen;
        }
        watch.limitTo(timeouts.idle());
        decide(() -> attempt.onResponse(seen.statusCode(), new JdkHeaders(seen.headers())));
        return this;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return judged.thenApply(outcome -> null);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        act(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        Relay<T> passing = relay();
        if (passing != null) {
            passing.next(buffers);
            return;
        }
        kept.add(buffers);
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            decide(() -> attempt.onBody(bytes, 0, bytes.length));
        }
        act(upstream);
    }

    @Override
    public void onComplete() {
        decide(attempt::onBodyEnd);
        act(upstream);
        Relay<T> passing = relay();
        if (passing != null) {
            passing.complete();
        }
    }

    @Override
    public void onError(Throwable error) {
        fail(asIo(error));
    }

    // ------------------------------------------------------------------------------------------- what follows from it

    /** Tells the attempt something, unless it made up its mind before. */
    private synchronized boolean decide(Supplier<Step> told) {
        if (step != null && !(step instanceof Step.Inspect)) {
            return false;
        }
        step = told.get();
        return true;
    }

    private void fail(IOException cause) {
        if (decide(() -> attempt.onFailure(cause))) {
            act(upstream);
            return;
        }
        Relay<T> passing;
        synchronized (this) {
            failure = cause;
            passing = relay;
        }
        if (passing != null) {
            passing.fail(cause);
        }
    }

    private synchronized @Nullable Relay<T> relay() {
        return relay;
    }

    private synchronized @Nullable Step step() {
        return step;
    }

    private void act(Flow.@Nullable Subscription subscription) {
        Step now = step();
        if (now instanceof Step.Inspect) {
            if (subscription != null) {
                watch.waiting();
                subscription.request(1);
            }
        } else if (now instanceof Step.Relay passOn) {
            if (subscription != null && relay() == null) {
                pass(passOn, subscription);
            }
        } else if (now != null) {
            watch.end();
            if (subscription != null) {
                subscription.cancel();
            }
            judged.complete(new Judged.Next<>(now));
        }
    }

    private void pass(Step.Relay passOn, Flow.Subscription subscription) {
        AnswerInfo seen;
        synchronized (this) {
            if (info == null) {
                throw new IllegalStateException("a response without headers");
            }
            seen = info.with(passOn.headers());
        }
        BodySubscriber<T> callers;
        try {
            callers = handler.apply(seen);
        } catch (RuntimeException e) {
            watch.end();
            attempt.onAbandoned();
            subscription.cancel();
            judged.complete(new Judged.Passed<>(seen, null, e));
            return;
        }
        Relay<T> passing = new Relay<>(attempt, callers, subscription, kept, watch);
        IOException before;
        synchronized (this) {
            relay = passing;
            before = failure;
        }
        callers.getBody().whenComplete((body, error) -> judged.complete(new Judged.Passed<>(seen, body, error)));
        callers.onSubscribe(passing);
        if (before != null) {
            passing.fail(before);
        }
    }
}
