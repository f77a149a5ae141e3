package io.gptload.gateway.admin.key;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The strings of a JSON array. */
final class JsonKeys extends KeyReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;

    /** @param text known to be such an array */
    JsonKeys(Reader text) {
        super(text);
        this.parser = JSON.createParser(ObjectReadContext.empty(), text);
        parser.nextToken();
    }

    @Override
    @Nullable
    String read() throws IOException {
        try {
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                String key =
                        token == JsonToken.VALUE_STRING ? parser.getString().strip() : "";
                if (!key.isEmpty()) {
                    return key;
                }
            }
            return null;
        } catch (JacksonException e) {
            throw new IOException("The text is not the JSON it was", e);
        }
    }

    /**
     * How many strings that are not blank the text holds if it is a JSON array of strings and nothing else; -1 if it is
     * anything else.
     */
    static long count(Reader text) throws IOException {
        try (text;
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return -1;
            }
            long found = 0;
            JsonToken token = parser.nextToken();
            for (; token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL; token = parser.nextToken()) {
                found += token == JsonToken.VALUE_STRING && !parser.getString().isBlank() ? 1 : 0;
            }
            return token == JsonToken.END_ARRAY && parser.nextToken() == null ? found : -1;
        } catch (JacksonException e) {
            return -1;
        }
    }
}
