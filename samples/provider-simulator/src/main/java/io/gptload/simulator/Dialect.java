package io.gptload.simulator;

import java.util.List;

/** Whose errors, headers and credentials an endpoint speaks. */
enum Dialect {
    OPENAI(List.of("authorization", "api-key"), new OpenAiErrors()),
    ANTHROPIC(List.of("x-api-key", "authorization"), new AnthropicErrors()),
    GEMINI(List.of("x-goog-api-key", "?key"), new GeminiErrors()),
    /** Gemini's OpenAI-compatible endpoints: replies like OpenAI's, errors Gemini's own, wrapped in an array. */
    GEMINI_OPENAI(List.of("authorization", "x-goog-api-key", "?key"), new GeminiListErrors());

    private final List<String> credentials;
    private final ErrorFormat errors;

    Dialect(List<String> credentials, ErrorFormat errors) {
        this.credentials = credentials;
        this.errors = errors;
    }

    /** Where a credential may be, best first: a header name, or a query parameter behind a question mark. */
    List<String> credentials() {
        return credentials;
    }

    ErrorFormat errors() {
        return errors;
    }

    String requestIdHeader() {
        return this == ANTHROPIC ? "request-id" : "x-request-id";
    }
}
