package io.gptload.client.internal.engine;

import io.gptload.client.policy.FailureKind;
import io.gptload.client.session.Answer;
import io.gptload.client.session.Header;
import io.gptload.client.wire.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

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
        String json = switch (channel) {
            case OPENAI, OPENAI_RESPONSE ->
                "{\"error\":{\"message\":" + quote(message) + ",\"type\":" + quote(openAiType(status))
                        + ",\"param\":null,\"code\":" + quote(code) + "}}";
            case ANTHROPIC ->
                "{\"type\":\"error\",\"error\":{\"type\":" + quote(anthropicType(status)) + ",\"message\":"
                        + quote(message) + "}}";
            case GEMINI ->
                "{\"error\":{\"code\":" + status + ",\"message\":" + quote(message) + ",\"status\":"
                        + quote(geminiStatus(status)) + "}}";
        };
        return new Answer(status, List.copyOf(headers), json.getBytes(StandardCharsets.UTF_8));
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

    private static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    private static String openAiType(int status) {
        return switch (status) {
            case 400 -> "invalid_request_error";
            case 429 -> "rate_limit_error";
            default -> "server_error";
        };
    }

    /** Types as in Anthropic's list of errors. */
    private static String anthropicType(int status) {
        return switch (status) {
            case 400 -> "invalid_request_error";
            case 429 -> "rate_limit_error";
            case 503 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> "api_error";
        };
    }

    /** Names as in google.rpc.Code. */
    private static String geminiStatus(int status) {
        return switch (status) {
            case 400 -> "INVALID_ARGUMENT";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> "INTERNAL";
        };
    }
}
