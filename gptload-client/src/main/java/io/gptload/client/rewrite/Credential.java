package io.gptload.client.rewrite;

import io.gptload.client.wire.Channel;
import io.gptload.client.wire.HeaderView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways a key is presented to an upstream. Whatever credentials the request came with are removed first: see
 * {@link #HEADERS} and {@link #query}.
 */
public enum Credential {
    /** {@code Authorization: Bearer K}: OpenAI and what imitates it; Anthropic accepts it too. */
    BEARER("Authorization", "Bearer ", false),
    /** {@code x-api-key: K}, Anthropic's own. */
    X_API_KEY("x-api-key", "", false),
    /** {@code api-key: K}, Azure OpenAI. */
    API_KEY("api-key", "", false),
    /** {@code x-goog-api-key: K}, Gemini's own API. */
    X_GOOG_API_KEY("x-goog-api-key", "", true),
    /** {@code ?key=K}, Gemini's own API. */
    GEMINI_QUERY(null, "", true),
    /** {@code Authorization: Bearer K} on Gemini's OpenAI-compatible path. */
    GEMINI_BEARER("Authorization", "Bearer ", true);

    /** The headers that carry keys, on whatever channel; the request's own are never sent upstream. */
    public static final List<String> HEADERS = List.of("Authorization", "x-api-key", "x-goog-api-key", "api-key");

    private final @Nullable String header;
    private final String scheme;
    private final boolean keyInQuery;

    Credential(@Nullable String header, String scheme, boolean keyInQuery) {
        this.header = header;
        this.scheme = scheme;
        this.keyInQuery = keyInQuery;
    }

    /**
     * The form to use for a request: the one its caller used if the channel accepts it, else {@link #standard}.
     *
     * @param rawPath path of the request as it came
     * @param request headers of the request as it came
     */
    public static Credential of(Channel channel, String rawPath, HeaderView request) {
        Credential standard = standard(channel, rawPath);
        return switch (standard) {
            case X_API_KEY -> !request.has("x-api-key") && isBearer(request) ? BEARER : standard;
            case GEMINI_QUERY -> request.has("x-goog-api-key") ? X_GOOG_API_KEY : standard;
            case BEARER -> !request.has("Authorization") && request.has("api-key") ? API_KEY : standard;
            default -> standard;
        };
    }

    /** The usual form of a channel, whatever the caller did. */
    public static Credential standard(Channel channel, String rawPath) {
        return switch (channel) {
            case OPENAI, OPENAI_RESPONSE -> BEARER;
            case ANTHROPIC -> X_API_KEY;
            case GEMINI -> GeminiPath.isOpenAi(rawPath) ? GEMINI_BEARER : GEMINI_QUERY;
        };
    }

    private static boolean isBearer(HeaderView request) {
        String authorization = request.first("Authorization");
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    }

    /** The header the key goes into, or {@code null} if it goes into the query. */
    public @Nullable String header() {
        return header;
    }

    /** What that header says for a key. A secret. */
    public String headerValue(String key) {
        return scheme.isEmpty() ? key : scheme.concat(key);
    }

    /**
     * The query to send. On Gemini a parameter {@code key} is removed; where the key belongs into the query it is added
     * at the end, escaped. All else stays as and where it is.
     *
     * @param rawQuery the query as it came, without the question mark, or {@code null}
     * @return the query, {@code null} if there is none; a secret if the key is in it
     */
    public @Nullable String query(@Nullable String rawQuery, String key) {
        String rest = keyInQuery ? RawQuery.without(rawQuery, "key") : rawQuery;
        return header == null ? RawQuery.join(rest, "key=" + PercentEncoding.queryValue(key)) : rest;
    }
}
