package io.gptload.gateway.config;

/**
 * A value that never shows in a log, an error or a {@code toString}.
 *
 * @param value the secret itself; empty if none is set
 */
public record Secret(String value) {

    /** No secret. */
    public static final Secret NONE = new Secret("");

    /** Whether there is none. */
    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** Whether there is one, not which. */
    @Override
    public String toString() {
        return isEmpty() ? "(not set)" : "****";
    }
}
