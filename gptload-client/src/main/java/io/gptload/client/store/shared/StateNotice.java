package io.gptload.client.store.shared;

import io.gptload.client.state.KeyStateChange;

/** What one process tells the others. */
public sealed interface StateNotice {

    /**
     * A key's state changed.
     *
     * @param group the group's name
     * @param storedHash what the database knows the key by; never the key
     */
    record OfKey(String group, String storedHash, KeyStateChange change) implements StateNotice {}

    /**
     * An upstream is left alone, or works again.
     *
     * @param group the group's name
     * @param upstream its base URL without credentials
     */
    record OfUpstream(String group, String upstream, boolean works) implements StateNotice {}

    /** Something in the database changed: groups, keys or settings. */
    record OfDatabase() implements StateNotice {}
}
