package io.gptload.gateway.ui.play;

import io.gptload.client.wire.Channel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * A question to a model in the words of a channel.
 *
 * @param path raw, below the upstream's base URL
 * @param headers what the channel asks for besides the key
 */
record PlayRequest(String method, String path, Map<String, String> headers, byte[] body) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_TOKENS = 512;
    private static final String TYPE = "Content-Type";
    private static final String JSON_TYPE = "application/json";

    static PlayRequest of(Channel channel, String model, String message) {
        List<Map<String, String>> messages = List.of(Map.of("role", "user", "content", message));
        return switch (channel) {
            case OPENAI -> post("/v1/chat/completions", Map.of(), body("model", model, "messages", messages));
            case OPENAI_RESPONSE -> post("/v1/responses", Map.of(), body("model", model, "input", message));
            case ANTHROPIC ->
                post("/v1/messages", version(), body("model", model, "max_tokens", MOST_TOKENS, "messages", messages));
            case GEMINI ->
                post(
                        "/v1beta/models/" + UriUtils.encodePathSegment(model, StandardCharsets.UTF_8)
                                + ":generateContent",
                        Map.of(),
                        body("contents", List.of(Map.of("role", "user", "parts", List.of(Map.of("text", message))))));
        };
    }

    /** Asks which models there are. */
    static PlayRequest models(Channel channel) {
        return new PlayRequest(
                "GET",
                channel == Channel.GEMINI ? "/v1beta/models" : "/v1/models",
                channel == Channel.ANTHROPIC ? version() : Map.of(),
                new byte[0]);
    }

    private static Map<String, String> version() {
        return Map.of("anthropic-version", "2023-06-01");
    }

    private static PlayRequest post(String path, Map<String, String> headers, Map<String, Object> body) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(TYPE, JSON_TYPE);
        return new PlayRequest("POST", path, all, JSON.writeValueAsBytes(body));
    }

    private static Map<String, Object> body(Object... namesAndValues) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            body.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return body;
    }
}
