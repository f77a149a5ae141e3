package io.gptload.client.rewrite;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where things are in the raw path of a Gemini request. */
final class GeminiPath {

    private static final String OPENAI = "/v1beta/openai";
    private static final String MODELS = "/models/";

    private GeminiPath() {}

    /** Whether it is the OpenAI-compatible API, {@code .../v1beta/openai/...}. */
    static boolean isOpenAi(String rawPath) {
        int at = rawPath.indexOf(OPENAI);
        int next = at + OPENAI.length();
        return at >= 0 && (next == rawPath.length() || rawPath.charAt(next) == '/');
    }

    /** Index of the first character of the model, or -1 if the path names none. */
    static int modelStart(String rawPath) {
        int at = rawPath.indexOf(MODELS);
        return at < 0 ? -1 : at + MODELS.length();
    }

    /** Index behind the model: at the colon, raw or escaped, or the end of the segment. */
    static int modelEnd(String rawPath, int modelStart) {
        int at = modelStart;
        while (at < rawPath.length()) {
            char c = rawPath.charAt(at);
            if (c == '/' || c == ':' || rawPath.regionMatches(true, at, "%3A", 0, 3)) {
                return at;
            }
            at++;
        }
        return at;
    }

    /** The model in the path, unescaped, or {@code null}. */
    static @Nullable String model(String rawPath) {
        int start = modelStart(rawPath);
        if (start < 0) {
            return null;
        }
        int end = modelEnd(rawPath, start);
        return end == start ? null : PercentEncoding.decode(rawPath.substring(start, end));
    }

    /** The path with another model in it; what follows the model stays. */
    static String withModel(String rawPath, String model) {
        int start = modelStart(rawPath);
        int end = modelEnd(rawPath, start);
        byte[] name = model.getBytes(StandardCharsets.UTF_8);
        return rawPath.substring(0, start) + PercentEncoding.segment(name) + rawPath.substring(end);
    }
}
