package io.gptload.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the simulator needs to know of a request body.
 *
 * @param model the model asked for, if any
 * @param stream whether a stream is asked for
 * @param includeUsage whether an OpenAI stream shall end with a usage chunk
 * @param simulatedStatus the status the caller wants to see, or 0
 * @param badField the name of the field at fault; null if the body as a whole is, or nothing is
 * @param problem why the body is refused, or null
 */
record ParsedBody(
        @Nullable String model,
        boolean stream,
        boolean includeUsage,
        int simulatedStatus,
        @Nullable String badField,
        @Nullable String problem) {

    static ParsedBody of(Route route, byte[] body) {
        if (route.protocol().isModelList() || route.protocol() == SimulatedProtocol.UNKNOWN) {
            return new ParsedBody(route.pathModel(), false, false, 0, null, null);
        }
        JsonNode json = Json.parse(body);
        boolean valid = json.isObject();
        String model = route.pathModel() != null
                ? route.pathModel()
                : json.path("model").asString("").strip();
        boolean stream = route.protocol() == SimulatedProtocol.GEMINI_STREAM
                || json.path("stream").asBoolean(false);
        String badField = valid ? missingField(route.protocol(), model, json) : null;
        String problem = valid ? null : "We could not parse the JSON body of your request.";
        if (badField != null) {
            problem = "Missing required parameter: '" + badField + "'.";
        }
        return new ParsedBody(
                model.isEmpty() ? null : model,
                stream,
                json.path("stream_options").path("include_usage").asBoolean(false),
                json.path("simulate_status").asInt(0),
                badField,
                problem);
    }

    private static @Nullable String missingField(SimulatedProtocol protocol, String model, JsonNode json) {
        if (model.isEmpty()) {
            return "model";
        }
        return switch (protocol) {
            case OPENAI_CHAT, ANTHROPIC_MESSAGES -> isFilledArray(json, "messages") ? null : "messages";
            case OPENAI_RESPONSES, OPENAI_EMBEDDINGS -> json.hasNonNull("input") ? null : "input";
            case GEMINI_GENERATE, GEMINI_STREAM -> isFilledArray(json, "contents") ? null : "contents";
            default -> null;
        };
    }

    private static boolean isFilledArray(JsonNode json, String field) {
        return json.path(field).isArray() && !json.path(field).isEmpty();
    }
}
