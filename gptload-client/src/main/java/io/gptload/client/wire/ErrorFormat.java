package io.gptload.client.wire;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.JsonStringEncoder;

/** Errors of our own in the shape of a channel's protocol, so that SDKs raise their own exceptions. */
public final class ErrorFormat {

    private ErrorFormat() {}

    /**
     * The body of an error answer. Beside what its protocol asks for it has code and message as gpt-load's clients know them.
     *
     * @param code a machine-readable reason, for protocols that have one
     */
    public static byte[] body(Channel channel, int status, String code, String message) {
        String json = json(channel, status, code, message);
        String both = json.substring(0, json.length() - 1) + ",\"code\":" + quote(gptLoadCode(status, code))
                + ",\"message\":" + quote(message) + "}";
        return both.getBytes(StandardCharsets.UTF_8);
    }

    private static String gptLoadCode(int status, String code) {
        switch (status) {
            case 400:
                return "BAD_REQUEST";
            case 401:
                return "UNAUTHORIZED";
            case 403:
                return "FORBIDDEN";
            default:
                break;
        }
        if (code.equals("rate_limit_exceeded")) {
            return "TOO_MANY_REQUESTS";
        }
        return code.equals("no_keys_available") || code.equals("all_keys_limited")
                ? "NO_KEYS_AVAILABLE"
                : "UPSTREAM_ERROR";
    }

    /**
     * The last event of a stream that broke, as the SDKs of the channel recognise it. To be written where an event may begin.
     */
    public static byte[] event(Channel channel, int status, String code, String message) {
        String event = switch (channel) {
            case OPENAI, GEMINI -> "data: " + json(channel, status, code, message);
            case OPENAI_RESPONSE ->
                "event: error\ndata: {\"type\":\"error\",\"code\":" + quote(code) + ",\"message\":" + quote(message)
                        + ",\"param\":null}";
            case ANTHROPIC -> "event: error\ndata: " + json(channel, status, code, message);
        };
        return (event + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Channel channel, int status, String code, String message) {
        return switch (channel) {
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
    }

    private static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    private static String openAiType(int status) {
        return switch (status) {
            case 400, 401, 403 -> "invalid_request_error";
            case 429 -> "rate_limit_error";
            default -> "server_error";
        };
    }

    /** Types as in Anthropic's list of errors. */
    private static String anthropicType(int status) {
        return switch (status) {
            case 400 -> "invalid_request_error";
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
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
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> "INTERNAL";
        };
    }
}
