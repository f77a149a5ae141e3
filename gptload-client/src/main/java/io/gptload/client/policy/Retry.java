package io.gptload.client.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What follows a failed attempt. */
public enum Retry {
    /** Nothing: the answer is relayed. */
    NONE,
    /** Another key at once; not counted in {@code max_retries}. */
    ROTATE,
    /** Another upstream first, then back-off; counted in {@code max_retries}. */
    RETRY;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** The name used in rules and logs, for instance {@code rotate}. */
    public String id() {
        return id;
    }

    /** The constant of that id, if there is one. Ids are case-sensitive. */
    public static Optional<Retry> ofId(String id) {
        return Arrays.stream(values()).filter(retry -> retry.id.equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
