package io.gptload.client.rewrite;

import java.util.List;
import java.util.Set;

/** Whether a request may be sent again when it is not known if the first one was carried out. */
public enum ReplaySafety {
    /** Again at any time: it reads, or it only computes an answer. */
    SAFE,
    /** Again only if the upstream refused before it did anything: connect failure, 401, 403, 429. */
    ONLY_IF_REFUSED;

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final List<String> SAFE_ENDINGS =
            List.of("completions", "responses", "messages", "embeddings", "moderations", "rerank");
    private static final Set<String> SAFE_VERBS =
            Set.of("generateContent", "streamGenerateContent", "countTokens", "embedContent", "batchEmbedContents");

    /**
     * Classifies a request by method and path. Of the POSTs only those on a fixed list are safe: chat and text
     * completions, responses, messages and their token count, embeddings, moderations, rerank, and Gemini's content,
     * token and embedding calls. A message added to an OpenAI thread is not among them, it would be there twice.
     *
     * @param method in upper case, as methods are
     * @param rawPath path of the request as it came
     */
    public static ReplaySafety of(String method, String rawPath) {
        boolean safe = method.equals("POST") ? isSafePost(rawPath) : SAFE_METHODS.contains(method);
        return safe ? SAFE : ONLY_IF_REFUSED;
    }

    private static boolean isSafePost(String rawPath) {
        int end = rawPath.endsWith("/") ? rawPath.length() - 1 : rawPath.length();
        int slash = rawPath.lastIndexOf('/', end - 1);
        for (String ending : SAFE_ENDINGS) {
            if (isLast(rawPath, slash, end, ending)) {
                return !rawPath.contains("/threads/");
            }
        }
        if (isLast(rawPath, slash, end, "count_tokens")) {
            return rawPath.startsWith("/messages", slash - "/messages".length());
        }
        return isModelCollection(rawPath, slash) && SAFE_VERBS.contains(verb(rawPath.substring(slash + 1, end)));
    }

    private static boolean isLast(String path, int slash, int end, String segment) {
        return end - slash - 1 == segment.length() && path.startsWith(segment, slash + 1);
    }

    private static boolean isModelCollection(String path, int end) {
        return path.startsWith("/models", end - "/models".length())
                || path.startsWith("/tunedModels", end - "/tunedModels".length());
    }

    private static String verb(String segment) {
        int colon = segment.lastIndexOf(':');
        int escaped = Math.max(segment.lastIndexOf("%3A"), segment.lastIndexOf("%3a"));
        if (colon < 0 && escaped < 0) {
            return "";
        }
        return segment.substring(escaped > colon ? escaped + 3 : colon + 1);
    }
}
