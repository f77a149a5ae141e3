package io.gptload.client.store.jdbc;

/**
 * What a client used, or how much it used more than before.
 *
 * @param requests calls that were let through
 * @param refused calls that one of its limits refused
 */
public record ClientUsage(long requests, long refused, long promptTokens, long completionTokens) {

    /** Nothing. */
    public static final ClientUsage NONE = new ClientUsage(0, 0, 0, 0);

    /** The sum of both. */
    public ClientUsage plus(ClientUsage other) {
        return new ClientUsage(
                requests + other.requests,
                refused + other.refused,
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens);
    }

    /** What this has more. */
    public ClientUsage minus(ClientUsage other) {
        return new ClientUsage(
                requests - other.requests,
                refused - other.refused,
                promptTokens - other.promptTokens,
                completionTokens - other.completionTokens);
    }

    /** Of prompts and completions. */
    public long tokens() {
        return promptTokens + completionTokens;
    }
}
