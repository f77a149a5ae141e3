package io.gptload.gateway.web;

import io.gptload.client.rewrite.RawQuery;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a client says who it is: the query parameter {@code key}, {@code Authorization: Bearer}, {@code X-Api-Key}, {@code
 * X-Goog-Api-Key}. The first of these that is not empty counts, whether it is right or wrong.
 *
 * @param key the key given; empty when there is none
 * @param query the request's query without it, raw; {@code null} when there is none
 */
public record ClientCredential(String key, @Nullable String query) {

    private static final String BEARER = "Bearer ";

    /** What the request says. */
    public static ClientCredential of(HttpServletRequest request) {
        String query = request.getQueryString();
        String inQuery = inQuery(request);
        String rest = query == null ? null : RawQuery.without(query, "key");
        if (!inQuery.isEmpty()) {
            return new ClientCredential(inQuery, rest);
        }
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.startsWith(BEARER)) {
            return new ClientCredential(authorization.substring(BEARER.length()), rest);
        }
        String apiKey = request.getHeader("X-Api-Key");
        if (apiKey != null && !apiKey.isEmpty()) {
            return new ClientCredential(apiKey, rest);
        }
        String google = request.getHeader("X-Goog-Api-Key");
        return new ClientCredential(google == null ? "" : google, rest);
    }

    /** The key in the query alone; empty when there is none. */
    public static String inQuery(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query == null) {
            return "";
        }
        for (String pair : query.split("&")) {
            if (pair.startsWith("key=") && pair.length() > 4) {
                try {
                    return URLDecoder.decode(pair.substring(4), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    return pair.substring(4); // not percent-encoding: as it stands
                }
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return "ClientCredential[" + (key.isEmpty() ? "none" : "given") + "]";
    }
}
