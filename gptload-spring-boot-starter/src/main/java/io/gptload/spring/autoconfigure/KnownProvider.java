package io.gptload.spring.autoconfigure;

import io.gptload.client.wire.Channel;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Vendors of whom a name says enough. */
enum KnownProvider {
    OPENAI("openai", Channel.OPENAI, "https://api.openai.com"),
    ANTHROPIC("anthropic", Channel.ANTHROPIC, "https://api.anthropic.com"),
    GEMINI("gemini", Channel.GEMINI, "https://generativelanguage.googleapis.com"),
    GROQ("groq", Channel.OPENAI, "https://api.groq.com/openai"),
    MISTRAL("mistral", Channel.OPENAI, "https://api.mistral.ai"),
    CEREBRAS("cerebras", Channel.OPENAI, "https://api.cerebras.ai"),
    OPENROUTER("openrouter", Channel.OPENAI, "https://openrouter.ai/api"),
    DEEPSEEK("deepseek", Channel.OPENAI, "https://api.deepseek.com");

    private final String id;
    private final Channel channel;
    private final String baseUrl;

    KnownProvider(String id, Channel channel, String baseUrl) {
        this.id = id;
        this.channel = channel;
        this.baseUrl = baseUrl;
    }

    static Optional<KnownProvider> ofId(String id) {
        return Arrays.stream(values()).filter(known -> known.id.equals(id)).findFirst();
    }

    static String ids() {
        return Arrays.stream(values()).map(KnownProvider::id).collect(Collectors.joining(", "));
    }

    String id() {
        return id;
    }

    Channel channel() {
        return channel;
    }

    String baseUrl() {
        return baseUrl;
    }
}
