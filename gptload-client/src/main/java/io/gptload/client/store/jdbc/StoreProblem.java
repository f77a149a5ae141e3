package io.gptload.client.store.jdbc;

/**
 * Something stored that cannot be used; the rest is.
 *
 * @param where the group's name, or {@code system}
 * @param what the column or setting
 * @param message why, without secrets
 */
public record StoreProblem(String where, String what, String message) {

    /** Where system settings are. */
    public static final String SYSTEM = "system";
}
