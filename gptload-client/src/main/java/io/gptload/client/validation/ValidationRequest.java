package io.gptload.client.validation;

import io.gptload.client.wire.Channel;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What is sent to find out whether a key works: the shortest question to a model. Where every model takes it, the answer is
 * limited to as few tokens as can be; chat completions have no name for that limit that all providers know.
 *
 * @param path raw, below the upstream's base URL
 * @param query raw; {@code null} for none
 * @param body JSON
 */
public record ValidationRequest(String path, @Nullable String query, byte[] body) {

    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final int FEWEST_OUTPUT_TOKENS = 16; // the Responses API refuses less

    /**
     * The request of a channel.
     *
     * @param model the model to ask
     * @param endpoint path and query to ask instead of the channel's usual; empty for that. Gemini's is fixed.
     */
    public static ValidationRequest of(Channel channel, String model, String endpoint) {
        return switch (channel) {
            case OPENAI ->
                at(endpoint, "/v1/chat/completions", json(out -> {
                    out.writeStringProperty("model", model);
                    messages(out);
                }));
            case OPENAI_RESPONSE ->
                at(endpoint, "/v1/responses", json(out -> {
                    out.writeStringProperty("model", model);
                    out.writeStringProperty("input", "hi");
                    out.writeNumberProperty("max_output_tokens", FEWEST_OUTPUT_TOKENS);
                }));
            case ANTHROPIC ->
                at(endpoint, "/v1/messages", json(out -> {
                    out.writeStringProperty("model", model);
                    out.writeNumberProperty("max_tokens", 1);
                    messages(out);
                }));
            case GEMINI ->
                new ValidationRequest("/v1beta/models/" + segments(model) + ":generateContent", null, json(out -> {
                    out.writeArrayPropertyStart("contents");
                    out.writeStartObject();
                    out.writeStringProperty("role", "user");
                    out.writeArrayPropertyStart("parts");
                    out.writeStartObject();
                    out.writeStringProperty("text", "hi");
                    out.writeEndObject();
                    out.writeEndArray();
                    out.writeEndObject();
                    out.writeEndArray();
                    out.writeObjectPropertyStart("generationConfig");
                    out.writeNumberProperty("maxOutputTokens", 1);
                    out.writeEndObject();
                }));
        };
    }

    private static ValidationRequest at(String endpoint, String usualPath, byte[] body) {
        String own = endpoint.strip();
        String chosen = own.isEmpty() ? usualPath : own;
        int mark = chosen.indexOf('?');
        return mark < 0
                ? new ValidationRequest(chosen, null, body)
                : new ValidationRequest(chosen.substring(0, mark), chosen.substring(mark + 1), body);
    }

    private static String segments(String model) {
        return URLEncoder.encode(model, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    private static void messages(JsonGenerator out) {
        out.writeArrayPropertyStart("messages");
        out.writeStartObject();
        out.writeStringProperty("role", "user");
        out.writeStringProperty("content", "hi");
        out.writeEndObject();
        out.writeEndArray();
    }

    private interface Members {
        void write(JsonGenerator out);
    }

    private static byte[] json(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            members.write(out);
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
