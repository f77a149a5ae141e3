package io.gptload.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Requests the way each provider's clients make them. */
final class Requests {
    static final String CHAT = "{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    static final String CHAT_STREAM =
            "{\"model\":\"m-1\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    static final String CONTENTS = "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}";

    private Requests() {}

    static SimulatedRequest openAi(String key) {
        return openAi(key, CHAT);
    }

    static SimulatedRequest openAi(String key, String body) {
        return SimulatedRequest.post("/v1/chat/completions", key, body);
    }

    static SimulatedRequest geminiOpenAi(String key) {
        return SimulatedRequest.post("/v1beta/openai/chat/completions", key, CHAT);
    }

    static SimulatedRequest anthropic(String key) {
        return anthropic(key, CHAT);
    }

    static SimulatedRequest anthropic(String key, String body) {
        return post("/v1/messages", null, Map.of("X-Api-Key", List.of(key)), body);
    }

    static SimulatedRequest gemini(String key) {
        return post("/v1beta/models/m-1:generateContent", "key=" + key, Map.of(), CONTENTS);
    }

    static SimulatedRequest geminiStream(String key, String query) {
        return post(
                "/v1beta/models/m-1:streamGenerateContent", query, Map.of("x-goog-api-key", List.of(key)), CONTENTS);
    }

    static SimulatedRequest post(String path, @Nullable String query, Map<String, List<String>> headers, String body) {
        return new SimulatedRequest("POST", path, query, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static JsonNode json(SimulatedResponse response) {
        JsonNode json = Json.parse(response.bodyBytes());
        if (json.isMissingNode()) {
            throw new AssertionError("not JSON: " + response.bodyText());
        }
        return json;
    }
}
