package io.gptload.client.wire;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the first event of a stream is.
 *
 * <p>Errors look like this: an event named {@code error} (Anthropic, Responses); a top-level {@code "error"} that is not
 * null (OpenAI, Gemini, relays); {@code "type":"error"} or {@code "type":"response.failed"} (Responses).
 */
enum StreamEvent {
    /** A keep-alive. */
    NOTHING,
    /** A part of an answer. */
    USEFUL,
    /** An error. */
    ERROR,
    /** The end of the stream. */
    DONE;

    private static final JsonFactory JSON = JsonFactory.builder().build();

    static StreamEvent of(String name, byte[] data) {
        String text = new String(data, 0, Math.min(data.length, 16), StandardCharsets.UTF_8).strip();
        if (name.equals("error")) {
            return ERROR;
        }
        if (text.isEmpty() || name.equals("ping")) {
            return NOTHING;
        }
        return text.equals("[DONE]") ? DONE : json(data);
    }

    static boolean looksLikeJson(String line) {
        return line.startsWith("{") || line.startsWith("[{") || line.equals("[");
    }

    static boolean isComplete(byte[] data) {
        try (JsonParser in = parser(data)) {
            in.nextToken();
            in.skipChildren();
            return !in.currentToken().isStructStart();
        } catch (JacksonException e) {
            return false;
        }
    }

    private static StreamEvent json(byte[] data) {
        try (JsonParser in = parser(data)) {
            JsonToken first = in.nextToken();
            if (first == JsonToken.START_ARRAY) {
                first = in.nextToken();
            }
            if (first == JsonToken.START_OBJECT) {
                return object(in);
            }
        } catch (JacksonException e) {
            // Not ours to judge: the client gets what the server sent.
        }
        return USEFUL;
    }

    private static StreamEvent object(JsonParser in) {
        StreamEvent event = USEFUL;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken value = in.nextToken();
            if (name.equals("error") && isError(in, value)) {
                return ERROR;
            }
            if (name.equals("type") && value == JsonToken.VALUE_STRING) {
                event = ofType(in.getString());
                if (event == ERROR) {
                    return ERROR;
                }
            }
            in.skipChildren();
        }
        return event;
    }

    private static StreamEvent ofType(String type) {
        return switch (type) {
            case "error", "response.failed" -> ERROR;
            case "ping" -> NOTHING;
            default -> USEFUL;
        };
    }

    /** Moves into an object. One without a field is no error. */
    private static boolean isError(JsonParser in, JsonToken value) {
        return switch (value) {
            case START_OBJECT -> in.nextToken() != JsonToken.END_OBJECT;
            case VALUE_STRING -> !in.getString().isBlank();
            default -> false;
        };
    }

    private static JsonParser parser(byte[] data) {
        return JSON.createParser(ObjectReadContext.empty(), data);
    }
}
