package io.gptload.client.store.shared;

import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.StoredHashes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What keys are stored under, by group, as the catalogue was read last. Thread-safe. */
final class GroupHashes {

    private final Map<String, StoredHashes> byGroup = new ConcurrentHashMap<>();

    @Nullable
    String storedHash(String group, KeyRef key) {
        return byGroup.getOrDefault(group, StoredHashes.NONE).find(key.hash());
    }

    /** The SHA-256 of a key by what it is stored under; {@code null} if there is none such. */
    @Nullable
    String sha256(String group, String stored) {
        return byGroup.getOrDefault(group, StoredHashes.NONE).sha256(stored);
    }

    void put(String group, StoredHashes hashes) {
        byGroup.put(group, hashes);
    }

    void retain(Set<String> groups) {
        byGroup.keySet().retainAll(groups);
    }
}
