package io.gptload.client.store;

import java.util.List;

/**
 * What a store remembers of a key that is not as good as new.
 *
 * @param hash the key as {@link io.gptload.client.event.KeyRef#hash()} names it: SHA-256 of its value
 * @param invalid whether it was taken out until somebody restores it
 * @param strikes consecutive failures of its own that led to it; 0 or more
 * @param cooldowns what keeps it out of rotation for a while, at most one for each model and one for all
 */
public record StoredKeyState(String hash, boolean invalid, int strikes, List<StoredCooldown> cooldowns) {

    /** Copies the list. */
    public StoredKeyState {
        cooldowns = List.copyOf(cooldowns);
    }
}
