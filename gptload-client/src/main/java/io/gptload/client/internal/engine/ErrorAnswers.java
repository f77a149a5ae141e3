package io.gptload.client.internal.engine;

import io.gptload.client.policy.FailureKind;
import io.gptload.client.session.Answer;
import io.gptload.client.session.Header;
import io.gptload.client.wire.Channel;
import io.gptload.client.wire.ErrorFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of our own, in the error shape of the caller's protocol, so that SDKs raise their own exceptions. */
final class ErrorAnswers {

    /** Tells the SDKs of OpenAI and Anthropic that trying again is pointless: it was done already. */
    static final Header DO_NOT_RETRY = new Header("x-should-retry", "false");

    private ErrorAnswers() {}

    static Answer of(Channel channel, int status, String code, String message, @Nullable Duration retryAfter) {
        List<Header> headers = new ArrayList<>(4);
        headers.add(new Header("Content-Type", "application/json; charset=utf-8"));
        headers.add(DO_NOT_RETRY);
        if (retryAfter != null) {
            headers.addAll(retryAfter(retryAfter));
        }
        return new Answer(status, List.copyOf(headers), ErrorFormat.body(channel, status, code, message));
    }

    /** The header in whole seconds, rounded up, and its precise companion. */
    static List<Header> retryAfter(Duration wait) {
        long millis = Math.max(1, (wait.toNanos() + 999_999) / 1_000_000);
        return List.of(
                new Header("Retry-After", Long.toString((millis + 999) / 1000)),
                new Header("retry-after-ms", Long.toString(millis)));
    }

    static String describe(FailureKind failure) {
        return switch (failure) {
            case CONNECT -> "it could not be connected to";
            case DNS -> "its host name could not be resolved";
            case TLS -> "no secure connection could be made";
            case TIMEOUT -> "it did not answer in time";
            case RESET -> "it closed the connection before it answered";
            case TRUNCATED -> "its answer broke off";
            case EMPTY -> "its answer was empty";
            case PROTOCOL -> "its answer was not understood";
            case OTHER -> "the exchange broke off";
        };
    }
}
