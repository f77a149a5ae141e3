package io.gptload.client.http.jdk;

import io.gptload.client.Group;
import io.gptload.client.session.Answer;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import io.gptload.client.session.Step;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
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
    private final Watchdog watchdog;
    private final Executor completing;
    private volatile @Nullable AttemptExchange<T> underWay;
    private volatile @Nullable Future<?> pausing;

    /**
     * @param completing where the result is completed: what depends on it may well read the body, and the threads that
     *     bring the body must not wait for that
     * @throws IOException if the request's body could not be read
     */
    GroupCall(
            HttpClient client,
            Watchdog watchdog,
            Group group,
            HttpRequest request,
            BodyHandler<T> handler,
            Executor completing)
            throws IOException {
        this.completing = completing;
        this.client = client;
        this.watchdog = watchdog;
        this.request = request;
        this.handler = handler;
        this.session = group.newSession(callRequest(request, group.settings().maxReplayBody()));
    }

    private static CallRequest callRequest(HttpRequest request, long maxReplayBody) throws IOException {
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
                cancel();
            }
        });
        take(session.begin());
        return result;
    }

    private void cancel() {
        session.cancel();
        AttemptExchange<T> exchange = underWay;
        if (exchange != null) {
            exchange.abort();
        }
        Future<?> pause = pausing;
        if (pause != null) {
            pause.cancel(false);
        }
    }

    private void take(Step step) {
        try {
            if (step instanceof Step.Send send) {
                send(send.attempt());
            } else if (step instanceof Step.Pause pause) {
                pausing = watchdog.after(pause.length(), () -> take(session.resume()));
            } else if (step instanceof Step.Reply reply) {
                reply(reply.answer());
            } else {
                fail(new CancellationException("the call was cancelled"));
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void send(Attempt attempt) {
        AttemptExchange<T> exchange = new AttemptExchange<>(attempt, handler, watchdog);
        underWay = exchange;
        try {
            exchange.send(client, http(attempt));
        } catch (RuntimeException | Error e) {
            session.cancel();
            attempt.onFailure(new IOException(e)); // for the key to be given back; nobody is blamed
            throw e;
        }
        if (result.isCancelled()) {
            exchange.abort();
        }
        exchange.judged().thenAccept(this::judged);
    }

    private void judged(Judged<T> outcome) {
        if (outcome instanceof Judged.Next<T> next) {
            take(next.step());
        } else if (outcome instanceof Judged.Passed<T> passed) {
            Throwable error = passed.error();
            if (error != null) {
                fail(error);
            } else {
                succeed(GroupResponse.of(request, passed.info(), passed.body()));
            }
        }
    }

    private void succeed(HttpResponse<T> response) {
        completing.execute(() -> result.complete(response));
    }

    private void fail(Throwable error) {
        completing.execute(() -> result.completeExceptionally(error));
    }

    private HttpRequest http(Attempt attempt) {
        HttpRequest.Builder http = HttpRequest.newBuilder(URI.create(attempt.url()));
        request.version().ifPresent(http::version);
        http.expectContinue(request.expectContinue());
        JdkHeaders.copy(request.headers(), attempt.headers(), http);
        byte[] bytes = attempt.body();
        BodyPublisher body = request.bodyPublisher().orElse(null);
        return http.method(
                        request.method(),
                        body == null
                                ? BodyPublishers.noBody()
                                : bytes == null ? body : BodyPublishers.ofByteArray(bytes))
                .build();
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
                fail(error);
            } else {
                succeed(GroupResponse.of(request, info, body));
            }
        });
    }
}
