package io.gptload.client.http.jdk;

import io.gptload.client.session.Attempt;
import io.gptload.client.session.Step;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;

/**
 * Judges a response before the caller's handler gets to see it.
 *
 * @param <T> what the caller's handler makes of a body
 */
final class JudgingHandler<T> implements BodyHandler<Judged<T>> {

    private final Attempt attempt;
    private final BodyHandler<T> handler;

    JudgingHandler(Attempt attempt, BodyHandler<T> handler) {
        this.attempt = attempt;
        this.handler = handler;
    }

    @Override
    public BodySubscriber<Judged<T>> apply(ResponseInfo info) {
        Step step = attempt.onResponse(info.statusCode(), new JdkHeaders(info.headers()));
        return new JudgingSubscriber<>(
                attempt,
                step,
                headers -> handler.apply(
                        new AnswerInfo(info.statusCode(), JdkHeaders.edited(info.headers(), headers), info.version())));
    }
}
