package io.gptload.spring.observation;

/** What is asked of a provider, in the words of OpenTelemetry. */
enum GenAiOperation {
    CHAT("chat"),
    TEXT_COMPLETION("text_completion"),
    GENERATE_CONTENT("generate_content"),
    EMBEDDINGS("embeddings"),
    OTHER("other");

    private final String id;

    GenAiOperation(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    static GenAiOperation of(String path) {
        if (path.endsWith("/chat/completions") || path.endsWith("/messages") || path.endsWith("/responses")) {
            return CHAT;
        }
        if (path.endsWith("enerateContent")) {
            return GENERATE_CONTENT;
        }
        if (path.endsWith("/embeddings") || path.endsWith("mbedContent") || path.endsWith("mbedContents")) {
            return EMBEDDINGS;
        }
        return path.endsWith("/completions") ? TEXT_COMPLETION : OTHER;
    }
}
