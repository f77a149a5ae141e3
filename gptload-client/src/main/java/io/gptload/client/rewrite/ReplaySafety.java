package io.gptload.client.rewrite;

import java.util.Set;

/** Whether a request may be sent again when it is not known if the first one was carried out. */
public enum ReplaySafety {
    /** Again at any time: it reads, or it only computes an answer. */
    SAFE,
    /** Again only if the upstream refused before it did anything: connect failure, 401, 403, 429. */
    ONLY_IF_REFUSED;

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> SAFE_ENDINGS =
            Set.of("completions", "responses", "messages", "embeddings", "moderations", "rerank");
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
        boolean safe = SAFE_METHODS.contains(method) || method.equals("POST") && isSafePost(rawPath);
        return safe ? SAFE : ONLY_IF_REFUSED;
    }

    private static boolean isSafePost(String rawPath) {
        String path = rawPath.endsWith("/") ? rawPath.substring(0, rawPath.length() - 1) : rawPath;
        int slash = path.lastIndexOf('/');
        String last = path.substring(slash + 1);
        String before = slash < 0 ? "" : path.substring(0, slash);
        if (SAFE_ENDINGS.contains(last)) {
            return !before.contains("/threads/");
        }
        return last.equals("count_tokens") && before.endsWith("/messages")
                || isModelCollection(before) && SAFE_VERBS.contains(verb(last));
    }

    private static boolean isModelCollection(String path) {
        return path.endsWith("/models") || path.endsWith("/tunedModels");
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
