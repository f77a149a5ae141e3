package io.gptload.client.http.jdk;

import io.gptload.client.session.Attempt;
import io.gptload.client.session.Header;
import io.gptload.client.session.Step;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows a body to the attempt for as long as it wants to see it, keeping what went by; then either drops the rest or
 * passes everything, the kept part first, to the caller's subscriber at the pace that one asks for.
 *
 * @param <T> what the caller's subscriber makes of the body
 */
final class JudgingSubscriber<T> implements BodySubscriber<Judged<T>> {

    private final Attempt attempt;
    private final Function<List<Header>, BodySubscriber<T>> callers;
    private final CompletableFuture<Judged<T>> judged = new CompletableFuture<>();
    private final Deque<List<ByteBuffer>> kept = new ArrayDeque<>();
    private Step step;
    private Flow.@Nullable Subscription upstream;
    private @Nullable Relay<T> relay;

    JudgingSubscriber(Attempt attempt, Step first, Function<List<Header>, BodySubscriber<T>> callers) {
        this.attempt = attempt;
        this.step = first;
        this.callers = callers;
    }

    @Override
    public CompletionStage<Judged<T>> getBody() {
        return judged;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        act(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        Relay<T> passing = relay;
        if (passing != null) {
            passing.next(buffers);
            return;
        }
        kept.add(buffers);
        for (ByteBuffer buffer : buffers) {
            if (step instanceof Step.Inspect) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                step = attempt.onBody(bytes, 0, bytes.length);
            }
        }
        Flow.Subscription subscription = upstream;
        if (subscription != null) {
            act(subscription);
        }
    }

    @Override
    public void onComplete() {
        if (relay == null && step instanceof Step.Inspect) {
            step = attempt.onBodyEnd();
            Flow.Subscription subscription = upstream;
            if (subscription != null) {
                act(subscription);
            }
        }
        Relay<T> passing = relay;
        if (passing != null) {
            passing.complete();
        }
    }

    @Override
    public void onError(Throwable failure) {
        Relay<T> passing = relay;
        if (passing != null) {
            passing.fail(failure);
            return;
        }
        IOException cause = failure instanceof IOException e ? e : new IOException(failure);
        judged.complete(new Judged.Next<>(attempt.onFailure(cause)));
    }

    private void act(Flow.Subscription subscription) {
        if (step instanceof Step.Inspect) {
            subscription.request(1);
        } else if (step instanceof Step.Relay passOn) {
            if (relay == null) {
                pass(passOn, subscription);
            }
        } else if (judged.complete(new Judged.Next<>(step))) {
            subscription.cancel();
        }
    }

    private void pass(Step.Relay passOn, Flow.Subscription subscription) {
        BodySubscriber<T> callersOwn;
        try {
            callersOwn = callers.apply(passOn.headers());
        } catch (RuntimeException e) {
            attempt.onAbandoned();
            judged.complete(new Judged.Passed<>(null, e, passOn.headers()));
            subscription.cancel();
            return;
        }
        Relay<T> passing = new Relay<>(attempt, callersOwn, subscription, kept);
        relay = passing;
        callersOwn
                .getBody()
                .whenComplete((body, error) -> judged.complete(new Judged.Passed<>(body, error, passOn.headers())));
        callersOwn.onSubscribe(passing);
    }
}
