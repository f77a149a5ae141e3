package io.gptload.simulator;

/** What a request asks for, told from its path. */
public enum SimulatedProtocol {
    /** {@code POST /v1/chat/completions}. */
    OPENAI_CHAT,
    /** {@code POST /v1/responses}. */
    OPENAI_RESPONSES,
    /** {@code POST /v1/embeddings}. */
    OPENAI_EMBEDDINGS,
    /** {@code GET /v1/models} and {@code GET /v1/models/{model}}. */
    OPENAI_MODELS,
    /** {@code POST /v1/messages}. */
    ANTHROPIC_MESSAGES,
    /** {@code GET /v1/models} with an {@code anthropic-version} header. */
    ANTHROPIC_MODELS,
    /** {@code POST /v1beta/models/{model}:generateContent}. */
    GEMINI_GENERATE,
    /** {@code POST /v1beta/models/{model}:streamGenerateContent}. */
    GEMINI_STREAM,
    /** {@code GET /v1beta/models}. */
    GEMINI_MODELS,
    /** Any other path. */
    UNKNOWN;

    boolean isModelList() {
        return this == OPENAI_MODELS || this == ANTHROPIC_MODELS || this == GEMINI_MODELS;
    }

    String method() {
        return isModelList() ? "GET" : "POST";
    }
}
