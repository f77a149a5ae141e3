package io.gptload.client.store.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What JSON columns hold, as maps, lists, strings, numbers, booleans and nulls. */
final class StoredJson {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    private StoredJson() {}

    /** Whether nothing is stored: NULL, nothing, or {@code null}. */
    static boolean isUnset(@Nullable String json) {
        return json == null || json.isBlank() || json.strip().equals("null");
    }

    /** An object; empty when nothing is stored. @throws IllegalArgumentException if it is something else */
    static Map<?, ?> object(@Nullable String json) {
        if (read(json, Map.of()) instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    /** An array; empty when nothing is stored. @throws IllegalArgumentException if it is something else */
    static List<?> array(@Nullable String json) {
        if (read(json, List.of()) instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("not a JSON array");
    }

    private static @Nullable Object read(@Nullable String json, Object unset) {
        if (json == null || isUnset(json)) {
            return unset;
        }
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
            Object value = value(in, in.nextToken());
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("more than one JSON value");
            }
            return value;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON"); // the parser's message quotes the text
        }
    }

    private static @Nullable Object value(JsonParser in, @Nullable JsonToken token) {
        if (token == null) {
            return null;
        }
        return switch (token) {
            case START_OBJECT -> members(in);
            case START_ARRAY -> elements(in);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            case VALUE_STRING -> in.getString();
            default -> in.getNumberValue();
        };
    }

    private static Map<String, @Nullable Object> members(JsonParser in) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            members.put(name, value(in, in.nextToken()));
        }
        return members;
    }

    private static List<@Nullable Object> elements(JsonParser in) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            elements.add(value(in, token));
        }
        return elements;
    }
}
