package io.gptload.client;

/**
 * How many keys of a group are in which state; each key is in exactly one.
 *
 * @param ready in rotation; such a key may still be out for single models
 * @param cooling out of rotation until an instant
 * @param invalid out until somebody restores them
 * @param disabled left out by somebody, whatever else is known of them
 */
public record PoolCounts(int ready, int cooling, int invalid, int disabled) {

    /** Counts of which none is disabled. */
    public PoolCounts(int ready, int cooling, int invalid) {
        this(ready, cooling, invalid, 0);
    }

    /** All keys. */
    public int total() {
        return ready + cooling + invalid + disabled;
    }

    /** The keys of both. */
    public PoolCounts plus(PoolCounts other) {
        return new PoolCounts(
                ready + other.ready, cooling + other.cooling, invalid + other.invalid, disabled + other.disabled);
    }
}
