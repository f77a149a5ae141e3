package io.gptload.client.rewrite;

import io.gptload.client.config.UpstreamConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of one upstream. Path and query of a request are kept byte for byte. Thread-safe; made once for each upstream.
 */
public final class TargetUrl {

    private final String prefix;
    private final @Nullable String baseQuery;
    private @Nullable Made latest; // of whichever thread: most requests to an upstream are for one path

    private record Made(String path, String url) {}

    /** Prepares the base. */
    public TargetUrl(UpstreamConfig upstream) {
        this.prefix = upstream.prefix();
        this.baseQuery = upstream.rawQuery();
    }

    /**
     * The URL of a request at this upstream: base path, path, base query, query.
     *
     * @param rawPath starts with a slash
     * @param rawQuery without the question mark; {@code null} or empty for none
     * @throws IllegalArgumentException if the path does not start with a slash, contains what cannot be part of a path
     *     (blanks, control characters, {@code ?}, {@code #}), or has dot segments that would leave the base path
     */
    public String of(String rawPath, @Nullable String rawQuery) {
        String query = baseQuery == null ? rawQuery : RawQuery.join(baseQuery, rawQuery);
        if (query != null && !query.isEmpty()) {
            RawPath.check(rawPath);
            return prefix + rawPath + "?" + query;
        }
        Made made = latest;
        if (made == null || !made.path.equals(rawPath)) {
            RawPath.check(rawPath);
            made = new Made(rawPath, prefix.concat(rawPath));
            latest = made;
        }
        return made.url;
    }

    /**
     * Whether a path can be sent anywhere.
     *
     * @throws IllegalArgumentException as {@link #of(String, String)}
     */
    public static void check(String rawPath) {
        RawPath.check(rawPath);
    }

    /** One URL, for those who need no more. */
    public static String of(UpstreamConfig upstream, String rawPath, @Nullable String rawQuery) {
        return new TargetUrl(Objects.requireNonNull(upstream, "upstream")).of(rawPath, rawQuery);
    }
}
