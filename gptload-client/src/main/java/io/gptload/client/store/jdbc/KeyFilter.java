package io.gptload.client.store.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Which keys of a group are asked for.
 *
 * @param status {@code null} for any
 * @param hash the hash of the key looked for; {@code null} for any
 */
public record KeyFilter(
        long groupId, @Nullable KeyStatus status, @Nullable String hash) {

    /** All keys of a group. */
    public static KeyFilter ofGroup(long groupId) {
        return new KeyFilter(groupId, null, null);
    }

    /** Those of that status. */
    public KeyFilter withStatus(KeyStatus value) {
        return new KeyFilter(groupId, value, hash);
    }

    /** The one of that hash. */
    public KeyFilter withHash(String value) {
        return new KeyFilter(groupId, status, value);
    }

    String where() {
        return (hash == null ? " WHERE group_id = :group" : " WHERE key_hash = :hash AND group_id + 0 = :group")
                + (status == null ? "" : " AND status = :status");
    }

    String statusId() {
        return status == null ? "" : status.id();
    }

    String hashText() {
        return hash == null ? "" : hash;
    }
}
