package io.gptload.client.rewrite;

import io.gptload.client.wire.Channel;
import io.gptload.client.wire.HeaderView;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells whether a caller wants a stream of events. Stateless. */
public final class StreamDetector {

    private static final String EVENT_STREAM = "text/event-stream";

    private StreamDetector() {}

    /**
     * Whether the request, as it came, asks for a stream: {@code Accept} names {@code text/event-stream}, the query has
     * {@code stream=true}, the body has {@code "stream": true}; on Gemini also a path that ends with
     * {@code :streamGenerateContent}, or {@code alt=sse} in the query.
     *
     * @param rawQuery without the question mark, or {@code null}
     * @param body read only if nothing else tells
     */
    public static boolean isStream(
            Channel channel, String rawPath, @Nullable String rawQuery, HeaderView request, BodyFacts body) {
        return channel == Channel.GEMINI && isGeminiStream(rawPath, rawQuery)
                || acceptsEvents(request.first("Accept"))
                || RawQuery.has(rawQuery, "stream=true")
                || body.stream();
    }

    private static boolean isGeminiStream(String rawPath, @Nullable String rawQuery) {
        return rawPath.endsWith(":streamGenerateContent")
                || rawPath.endsWith("%3AstreamGenerateContent")
                || rawPath.endsWith("%3astreamGenerateContent")
                || RawQuery.has(rawQuery, "alt=sse");
    }

    private static boolean acceptsEvents(@Nullable String accept) {
        return accept != null && accept.toLowerCase(Locale.ROOT).contains(EVENT_STREAM);
    }
}
