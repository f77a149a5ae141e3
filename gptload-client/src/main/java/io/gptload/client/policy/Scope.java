package io.gptload.client.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who is blamed, and therefore what is taken out of rotation. */
public enum Scope {
    /** Nobody. */
    NONE,
    /** The request itself. */
    REQUEST,
    /** The key. */
    KEY,
    /** The key, for the model of the request only. */
    KEY_MODEL,
    /** All keys of the account; the key alone when it has no account. */
    ACCOUNT,
    /** All keys of the account for the model of the request; the key for it when it has no account. */
    ACCOUNT_MODEL,
    /** The upstream. */
    UPSTREAM,
    /** The way from here to the upstream: our address, region or proxy. */
    EGRESS;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** The name used in rules, logs and metrics, for instance {@code key_model}. */
    public String id() {
        return id;
    }

    /** The scope of that id, if there is one. Ids are case-sensitive. */
    public static Optional<Scope> ofId(String id) {
        return Arrays.stream(values()).filter(scope -> scope.id.equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
