package io.gptload.client.config;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads the objects people put in a configuration, and quotes strings. */
final class JsonText {

    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    private static final int SHOWN = 80;

    private JsonText() {}

    /** One top-level member: its raw text, and the string it stands for if it is one. */
    record Value(String json, @Nullable String text) {}

    /**
     * Visits the top-level members of an object in their order.
     *
     * @throws ConfigurationException if the text is anything but one JSON object
     */
    static void forEachMember(String field, String json, BiConsumer<String, Value> action) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notAnObject(field, json);
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                action.accept(name, value(parser, bytes));
            }
            if (parser.nextToken() != null) {
                throw notAnObject(field, json);
            }
        } catch (JacksonException e) {
            ConfigurationException refused = notAnObject(field, json);
            refused.initCause(e);
            throw refused;
        }
    }

    private static Value value(JsonParser parser, byte[] bytes) {
        JsonToken token = parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        String text = token == JsonToken.VALUE_STRING ? parser.getString() : null;
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return new Value(new String(bytes, start, end - start, StandardCharsets.UTF_8), text);
    }

    private static ConfigurationException notAnObject(String field, String json) {
        return new ConfigurationException(field, shown(json), "a JSON object");
    }

    static String shown(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
    }
}
