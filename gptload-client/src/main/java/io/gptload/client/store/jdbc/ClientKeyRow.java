package io.gptload.client.store.jdbc;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named key by which a client calls the gateway. The key itself is not stored.
 *
 * @param id 0 for one that is not stored yet
 * @param name unique, 1 to 64 characters
 * @param note for people, up to 255 characters; empty for none
 * @param hash SHA-256 of the key in lower-case hex
 * @param tail the key's last letters, by which people know it; up to 8
 * @param expiresAt from when on it is refused; {@code null} for never
 * @param groupIds the groups it may call; empty for all
 * @param models the models it may ask for, where {@code *} stands for any text; empty for all
 * @param requestsPerMinute 0 for any number
 * @param dailyRequests 0 for any number
 * @param dailyTokens of prompts and completions; 0 for any number
 * @param lastUsedAt {@code null} for never; written now and then, and by no edit
 * @param version of its last edit
 */
public record ClientKeyRow(
        long id,
        String name,
        String note,
        String hash,
        String tail,
        boolean enabled,
        @Nullable Instant expiresAt,
        List<Long> groupIds,
        List<String> models,
        int requestsPerMinute,
        long dailyRequests,
        long dailyTokens,
        @Nullable Instant lastUsedAt,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    /** Copies the lists. */
    public ClientKeyRow {
        groupIds = List.copyOf(groupIds);
        models = List.copyOf(models);
    }

    /** Whether it has run out by then. */
    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "ClientKeyRow[" + id + " " + name + "]";
    }
}
