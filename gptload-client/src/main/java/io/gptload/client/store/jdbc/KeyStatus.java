package io.gptload.client.store.jdbc;

import java.util.Locale;

/** Whether a key is used. */
public enum KeyStatus {
    /** In rotation. */
    ACTIVE,
    /** Out until somebody restores it. */
    INVALID;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** The text in the table. */
    public String id() {
        return id;
    }

    static KeyStatus of(String text) {
        return text.equals(INVALID.id) ? INVALID : ACTIVE;
    }
}
