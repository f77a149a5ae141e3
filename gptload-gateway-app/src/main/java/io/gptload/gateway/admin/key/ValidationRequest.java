package io.gptload.gateway.admin.key;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.wire.Channel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is sent to find out whether a key works: the shortest question to the group's test model. Where every model takes it,
 * the answer is limited to as few tokens as can be; chat completions have no name for that limit that all providers know.
 *
 * @param path raw, below the upstream's base URL
 * @param query raw; {@code null} for none
 * @param body JSON
 */
record ValidationRequest(String path, @Nullable String query, byte[] body) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int FEWEST_OUTPUT_TOKENS = 16; // the Responses API refuses less
    private static final List<Map<String, String>> MESSAGES = List.of(Map.of("role", "user", "content", "hi"));

    /** The one for that group. */
    static ValidationRequest of(GroupRow group, Channel channel) {
        String model = group.testModel();
        return switch (channel) {
            case OPENAI -> at(group, "/v1/chat/completions", Map.of("model", model, "messages", MESSAGES));
            case OPENAI_RESPONSE ->
                at(
                        group,
                        "/v1/responses",
                        Map.of("model", model, "input", "hi", "max_output_tokens", FEWEST_OUTPUT_TOKENS));
            case ANTHROPIC -> at(group, "/v1/messages", Map.of("model", model, "max_tokens", 1, "messages", MESSAGES));
            case GEMINI ->
                new ValidationRequest(
                        "/v1beta/models/" + UriUtils.encodePath(model, StandardCharsets.UTF_8) + ":generateContent",
                        null,
                        json(Map.of(
                                "contents",
                                List.of(Map.of("role", "user", "parts", List.of(Map.of("text", "hi")))),
                                "generationConfig",
                                Map.of("maxOutputTokens", 1))));
        };
    }

    private static ValidationRequest at(GroupRow group, String usualPath, Map<String, Object> body) {
        String own = group.validationEndpoint().strip();
        String endpoint = own.isEmpty() ? usualPath : own;
        int mark = endpoint.indexOf('?');
        return mark < 0
                ? new ValidationRequest(endpoint, null, json(body))
                : new ValidationRequest(endpoint.substring(0, mark), endpoint.substring(mark + 1), json(body));
    }

    private static byte[] json(Map<String, Object> body) {
        return JSON.writeValueAsBytes(body);
    }
}
