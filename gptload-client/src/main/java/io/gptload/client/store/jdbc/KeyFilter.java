package io.gptload.client.store.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a group are asked for.
 *
 * @param status {@code null} for any
 * @param hashes what the key looked for may be found by; empty for any key
 */
public record KeyFilter(long groupId, @Nullable KeyStatus status, List<String> hashes) {

    /** Copies the list. */
    public KeyFilter {
        hashes = List.copyOf(hashes);
    }

    /** All keys of a group. */
    public static KeyFilter ofGroup(long groupId) {
        return new KeyFilter(groupId, null, List.of());
    }

    /** Those of that status. */
    public KeyFilter withStatus(KeyStatus value) {
        return new KeyFilter(groupId, value, hashes);
    }

    /** The one of that value. */
    public KeyFilter withSecret(String secret, KeyCipher cipher) {
        return new KeyFilter(groupId, status, cipher.hashes(secret));
    }

    String where() {
        return (hashes.isEmpty()
                        ? " WHERE group_id = :group"
                        : " WHERE key_hash IN (:hashes) AND group_id + 0 = :group")
                + (status == null ? "" : " AND status = :status");
    }

    String statusId() {
        return status == null ? "" : status.id();
    }
}
