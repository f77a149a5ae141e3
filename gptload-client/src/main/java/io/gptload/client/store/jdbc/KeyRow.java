package io.gptload.client.store.jdbc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code api_keys}.
 *
 * @param key as it is stored
 * @param hash what it is found by
 * @param requestCount successful attempts
 * @param failureCount failures held against it
 * @param lastUsedAt its newest successful attempt; {@code null} for none
 */
public record KeyRow(
        long id,
        long groupId,
        StoredKey key,
        String hash,
        KeyStatus status,
        String notes,
        long requestCount,
        long failureCount,
        @Nullable Instant lastUsedAt,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {

    /** The key itself, or {@code null} when it cannot be decrypted. */
    public @Nullable String reveal(KeyCipher cipher) {
        return key.reveal(cipher, hash);
    }
}
