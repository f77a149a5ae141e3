package io.gptload.client.wire;

/**
 * How many tokens an answer took, as its provider says.
 *
 * @param prompt what was read, cached parts included; 0 or more
 * @param completion what was written, thoughts included; 0 or more
 * @param cached the part of the prompt that came from a cache; 0 or more
 * @param total all of it; 0 or more
 */
public record TokenUsage(long prompt, long completion, long cached, long total) {

    /** Nothing. */
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);

    /** Both together. */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                prompt + other.prompt, completion + other.completion, cached + other.cached, total + other.total);
    }
}
