package io.gptload.gateway.clientkey;

import io.gptload.client.rewrite.ModelListing;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Every model a request names, wherever an upstream may look for it: path, query and body. The engine needs to know one; who
 * is to be kept from others must be read more closely.
 */
final class RequestedModels {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String MODELS = "/models/";
    private static final List<String> ONE_SEGMENT = List.of("/deployments/", "/engines/", "/tunedModels/");

    private final List<String> names = new ArrayList<>();

    private RequestedModels() {}

    /**
     * The names, without Gemini's {@code models/}; none if there are none, or they cannot be read.
     *
     * @param rawPath below the group
     * @param rawQuery without the question mark, or {@code null}
     * @param body in memory, or {@code null}
     */
    static List<String> of(String rawPath, @Nullable String rawQuery, byte @Nullable [] body) {
        RequestedModels found = new RequestedModels();
        found.inPath(decoded(rawPath.replace("+", "%2B")));
        if (rawQuery != null) {
            found.inQuery(rawQuery);
        }
        if (body != null && body.length > 0) {
            found.inBody(body);
        }
        return List.copyOf(found.names);
    }

    /** Whether a path is that of a list of models, at any address. */
    static boolean isList(String rawPath) {
        String path = decoded(rawPath);
        return path.endsWith("/models") || path.endsWith(MODELS);
    }

    private void inPath(String path) {
        if ((path + "/").contains("/../") || (path + "/").contains("/./") || path.indexOf('\\') >= 0) {
            names.add(path); // where that leads is the upstream's to say
        }
        int models = path.indexOf(MODELS);
        if (models >= 0) {
            add(until(path.substring(models + MODELS.length()), ":"));
        }
        for (String marker : ONE_SEGMENT) {
            int at = path.indexOf(marker);
            if (at >= 0) {
                add(until(until(path.substring(at + marker.length()), "/"), ":"));
            }
        }
    }

    private static String until(String text, String end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    private void inQuery(String query) {
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && decoded(pair.substring(0, equals)).equalsIgnoreCase("model")) {
                add(decoded(pair.substring(equals + 1)));
            }
        }
    }

    /** Some servers do not mind the case of names, some take the first of two and some the last, some know of a second choice. */
    private void inBody(byte[] body) {
        List<String> found = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            for (String field = parser.nextName(); field != null; field = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING && field.equalsIgnoreCase("model")) {
                    found.add(parser.getString());
                } else if (value == JsonToken.START_ARRAY && field.equalsIgnoreCase("models")) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        if (parser.currentToken() == JsonToken.VALUE_STRING) {
                            found.add(parser.getString());
                        }
                        parser.skipChildren();
                    }
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            return; // what cannot be read names nothing
        }
        found.forEach(this::add);
    }

    private void add(String name) {
        if (!name.isEmpty()) {
            names.add(ModelListing.plainName(name));
        }
    }

    private static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw; // no percent-encoding: as it stands
        }
    }
}
