package io.gptload.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP request as the simulated provider sees it. */
public final class SimulatedRequest {
    private final String method;
    private final String rawPath;
    private final @Nullable String rawQuery;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    /**
     * Describes a request; headers and body are copied.
     *
     * @param method the HTTP method in upper case
     * @param rawPath the path as sent, not decoded
     * @param rawQuery the query as sent, without the question mark
     * @param headers all headers; names in any case
     * @param body the body, empty if there is none
     */
    public SimulatedRequest(
            String method, String rawPath, @Nullable String rawQuery, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.rawPath = rawPath;
        this.rawQuery = rawQuery;
        this.headers = HeaderMap.copyOf(headers);
        this.body = body.clone();
    }

    /**
     * A POST with a JSON body and an {@code Authorization: Bearer} header.
     *
     * @param path the path
     * @param key the key to present
     * @param json the body
     * @return the request
     */
    public static SimulatedRequest post(String path, String key, String json) {
        return new SimulatedRequest("POST", path, null, bearer(key), json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A GET with an {@code Authorization: Bearer} header.
     *
     * @param path the path
     * @param key the key to present
     * @return the request
     */
    public static SimulatedRequest get(String path, String key) {
        return new SimulatedRequest("GET", path, null, bearer(key), new byte[0]);
    }

    private static Map<String, List<String>> bearer(String key) {
        return Map.of("Authorization", List.of("Bearer " + key));
    }

    /** Returns the HTTP method. */
    public String method() {
        return method;
    }

    /** Returns the path as sent. */
    public String rawPath() {
        return rawPath;
    }

    /** Returns the query as sent, or null. */
    public @Nullable String rawQuery() {
        return rawQuery;
    }

    /** Returns all headers; look-ups ignore the case of the name. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /**
     * Returns the first value of a header, or null.
     *
     * @param name the name in any case
     */
    public @Nullable String header(String name) {
        return HeaderMap.first(headers, name);
    }

    /** Returns a copy of the body. */
    public byte[] body() {
        return body.clone();
    }

    @Override
    public String toString() {
        return method + " " + rawPath + " (" + body.length + " bytes)";
    }
}
