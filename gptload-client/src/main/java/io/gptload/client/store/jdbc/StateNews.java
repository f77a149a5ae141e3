package io.gptload.client.store.jdbc;

import io.gptload.client.state.KeyStateChange;
import java.util.List;

/**
 * What happened to keys.
 *
 * @param version how far it goes
 * @param changes what happened; empty if nothing did
 */
public record StateNews(long version, List<OfKey> changes) {

    /**
     * A change of a key.
     *
     * @param groupId the group's id
     * @param hash the key's {@link io.gptload.client.event.KeyRef#hash() hash}, by which the engine knows it
     */
    public record OfKey(long groupId, String hash, KeyStateChange change) {}

    /** Copies the list. */
    public StateNews {
        changes = List.copyOf(changes);
    }
}
