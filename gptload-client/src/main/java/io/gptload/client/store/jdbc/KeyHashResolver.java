package io.gptload.client.store.jdbc;

import io.gptload.client.event.KeyRef;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a key the engine speaks of is stored under. Without encryption both hash a key alike; with it, only who
 * loaded the keys knows both names. Thread-safe.
 */
@FunctionalInterface
public interface KeyHashResolver {

    /** For keys at rest as they are. */
    KeyHashResolver SAME = (group, key) -> key.hash();

    /** The hash in the table; {@code null} if the key is not from there. */
    @Nullable
    String storedHash(String group, KeyRef key);
}
