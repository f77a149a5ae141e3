package io.gptload.client.http.jdk;

import io.gptload.client.Group;
import io.gptload.client.session.Answer;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import io.gptload.client.session.Step;
import io.gptload.client.session.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call through a group: the attempt loop, driven by what completes. The session is touched by one thread at a time,
 * as each step begins where the one before completed.
 *
 * @param <T> what the caller's handler makes of the body
 */
final class GroupCall<T> {

    private final HttpClient client;
    private final HttpRequest request;
    private final BodyHandler<T> handler;
    private final Session session;
    private final CompletableFuture<HttpResponse<T>> result = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<?> underWay;

    GroupCall(HttpClient client, Group group, HttpRequest request, BodyHandler<T> handler) {
        this.client = client;
        this.request = request;
        this.handler = handler;
        this.session = group.newSession(callRequest(request, group.settings().maxReplayBody()));
    }

    private static CallRequest callRequest(HttpRequest request, long maxReplayBody) {
        URI uri = request.uri();
        String path = uri.getRawPath();
        CallRequest.Builder call = CallRequest.of(request.method(), path == null || path.isEmpty() ? "/" : path)
                .query(uri.getRawQuery())
                .headers(new JdkHeaders(request.headers()))
                .timeLeft(request.timeout().orElse(null));
        BodyPublisher body = request.bodyPublisher().orElse(null);
        if (body == null) {
            return call.build();
        }
        if (body.contentLength() < 0 || body.contentLength() > maxReplayBody) {
            return call.bodySentOnce().build();
        }
        return call.body(CollectedBody.of(body)).build();
    }

    CompletableFuture<HttpResponse<T>> start() {
        result.whenComplete((response, error) -> {
            if (result.isCancelled()) {
                session.cancel();
                CompletableFuture<?> exchange = underWay;
                if (exchange != null) {
                    exchange.cancel(true);
                }
            }
        });
        take(session.begin());
        return result;
    }

    private void take(Step step) {
        try {
            if (step instanceof Step.Send send) {
                send(send.attempt());
            } else if (step instanceof Step.Pause pause) {
                pause(pause.length());
            } else if (step instanceof Step.Reply reply) {
                reply(reply.answer());
            } else {
                result.completeExceptionally(new CancellationException("the call was cancelled"));
            }
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void send(Attempt attempt) {
        CompletableFuture<HttpResponse<Judged<T>>> exchange =
                client.sendAsync(http(attempt), new JudgingHandler<>(attempt, handler));
        underWay = exchange;
        if (result.isCancelled()) {
            exchange.cancel(true);
        }
        exchange.whenComplete((response, error) -> {
            if (response == null) {
                take(attempt.onFailure(asIo(error)));
            } else if (response.body() instanceof Judged.Passed<T> passed) {
                if (passed.error() != null) {
                    result.completeExceptionally(passed.error());
                } else {
                    result.complete(new GroupResponse<>(
                            request,
                            response.statusCode(),
                            JdkHeaders.edited(response.headers(), passed.headers()),
                            passed.body(),
                            response.version()));
                }
            } else if (response.body() instanceof Judged.Next<T> next) {
                take(next.step());
            }
        });
    }

    private static IOException asIo(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof IOException e ? e : new IOException(cause);
    }

    private HttpRequest http(Attempt attempt) {
        HttpRequest.Builder http = HttpRequest.newBuilder(URI.create(attempt.url()));
        request.version().ifPresent(http::version);
        http.expectContinue(request.expectContinue());
        JdkHeaders.copy(request.headers(), attempt.headers(), http);
        byte[] bytes = attempt.body();
        BodyPublisher body = request.bodyPublisher().orElse(null);
        http.method(
                request.method(),
                body == null ? BodyPublishers.noBody() : bytes == null ? body : BodyPublishers.ofByteArray(bytes));
        Timeouts timeouts = attempt.timeouts();
        Duration total = timeouts.total();
        Duration first = total == null || timeouts.header().compareTo(total) < 0 ? timeouts.header() : total;
        return http.timeout(first).build();
    }

    private void pause(Duration length) {
        CompletableFuture.delayedExecutor(length.toNanos(), TimeUnit.NANOSECONDS)
                .execute(() -> take(session.resume()));
    }

    /** An answer that is complete still goes through the caller's body handler, as any other does. */
    private void reply(Answer answer) {
        Map<String, List<String>> headers = JdkHeaders.grouped(answer.headers());
        headers.put("content-length", List.of(Integer.toString(answer.body().length)));
        AnswerInfo info = new AnswerInfo(answer.status(), JdkHeaders.of(headers), client.version());
        HttpResponse.BodySubscriber<T> subscriber = handler.apply(info);
        OneBuffer.publish(answer.body(), subscriber);
        subscriber.getBody().whenComplete((body, error) -> {
            if (error != null) {
                result.completeExceptionally(error);
            } else {
                result.complete(new GroupResponse<>(request, info.statusCode(), info.headers(), body, info.version()));
            }
        });
    }
}
