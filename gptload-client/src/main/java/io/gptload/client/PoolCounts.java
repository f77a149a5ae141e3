package io.gptload.client;

/**
 * How many keys of a group are in which state; each key is in exactly one.
 *
 * @param ready in rotation; such a key may still be out for single models
 * @param cooling out of rotation until an instant
 * @param invalid out until somebody restores them
 */
public record PoolCounts(int ready, int cooling, int invalid) {

    /** All keys. */
    public int total() {
        return ready + cooling + invalid;
    }

    /** The keys of both. */
    PoolCounts plus(PoolCounts other) {
        return new PoolCounts(ready + other.ready, cooling + other.cooling, invalid + other.invalid);
    }
}
