package io.gptload.simulator;

import java.util.List;

/** Whose errors, headers and credentials an endpoint speaks. */
enum Dialect {
    OPENAI,
    ANTHROPIC,
    GEMINI,
    /** Gemini's OpenAI-compatible endpoints: replies like OpenAI's, errors Gemini's own, wrapped in an array. */
    GEMINI_OPENAI;

    /** Where a credential may be, best first: a header name, or a query parameter behind a question mark. */
    List<String> credentials() {
        return switch (this) {
            case OPENAI -> List.of("authorization", "api-key");
            case ANTHROPIC -> List.of("x-api-key", "authorization");
            case GEMINI -> List.of("x-goog-api-key", "?key");
            case GEMINI_OPENAI -> List.of("authorization", "x-goog-api-key", "?key");
        };
    }

    ErrorFormat errors() {
        return switch (this) {
            case OPENAI -> new OpenAiErrors();
            case ANTHROPIC -> new AnthropicErrors();
            case GEMINI -> new GeminiErrors();
            case GEMINI_OPENAI -> new GeminiListErrors();
        };
    }

    String requestIdHeader() {
        return this == ANTHROPIC ? "request-id" : "x-request-id";
    }
}
