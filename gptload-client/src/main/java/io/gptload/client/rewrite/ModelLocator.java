package io.gptload.client.rewrite;

import io.gptload.client.wire.Channel;
import org.jspecify.annotations.Nullable;

/** Tells which model a request asks for. Stateless. */
public final class ModelLocator {

    private ModelLocator() {}

    /**
     * The model of a request: its body's, except that Gemini's own API names it in the path, before the colon of the
     * segment behind {@code models}.
     *
     * @param rawPath path of the request as it came, without the base path of an upstream
     * @param body read only if the path does not tell
     * @return the name, unescaped, or {@code null} if the request names none
     */
    public static @Nullable String model(Channel channel, String rawPath, BodyFacts body) {
        if (isInPath(channel, rawPath)) {
            String model = GeminiPath.model(rawPath);
            if (model != null) {
                return model;
            }
        }
        return body.model();
    }

    /** Whether a request of that kind would name its model in the path. */
    public static boolean isInPath(Channel channel, String rawPath) {
        return channel == Channel.GEMINI && !GeminiPath.isOpenAi(rawPath);
    }
}
