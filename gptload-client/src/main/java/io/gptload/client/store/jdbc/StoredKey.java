package io.gptload.client.store.jdbc;

import io.gptload.client.wire.Masking;
import org.jspecify.annotations.Nullable;

/**
 * A key as it stands in a table: plain or encrypted. It shows nothing of itself.
 *
 * @param text what is stored; empty for none
 */
public record StoredKey(String text) {

    /** No key. */
    public static final StoredKey NONE = new StoredKey("");

    /** What is stored for that key. */
    public static StoredKey of(String secret, KeyCipher cipher) {
        return new StoredKey(secret.isEmpty() ? "" : cipher.encrypt(secret));
    }

    @Nullable
    String reveal(KeyCipher cipher, String hash) {
        return text.isEmpty() ? "" : cipher.reveal(text, hash);
    }

    @Override
    public String toString() {
        return text.isEmpty() ? "" : Masking.HIDDEN;
    }
}
