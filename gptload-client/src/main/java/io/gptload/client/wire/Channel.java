package io.gptload.client.wire;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The wire format a group speaks. It decides how a key is presented and how an error reads. */
public enum Channel {
    /** OpenAI chat completions and everything that imitates it. */
    OPENAI("openai"),
    /** OpenAI Responses. */
    OPENAI_RESPONSE("openai-response"),
    /** Gemini's own API, and its OpenAI-compatible path {@code /v1beta/openai}. */
    GEMINI("gemini"),
    /** Anthropic Messages. */
    ANTHROPIC("anthropic");

    private final String id;

    Channel(String id) {
        this.id = id;
    }

    /** The name used in configuration and in the database, for instance {@code openai-response}. */
    public String id() {
        return id;
    }

    /** The channel of that id, if there is one. Ids are case-sensitive. */
    public static Optional<Channel> ofId(String id) {
        return Arrays.stream(values()).filter(channel -> channel.id.equals(id)).findFirst();
    }

    /** All ids, comma separated, for messages about a bad one. */
    public static String ids() {
        return Arrays.stream(values()).map(Channel::id).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return id;
    }
}
