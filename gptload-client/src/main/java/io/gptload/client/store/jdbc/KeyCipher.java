package io.gptload.client.store.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How keys are kept at rest. Implementations are thread-safe. */
public interface KeyCipher {

    /** What is stored for a key; may differ each time. */
    String encrypt(String secret);

    /**
     * The key behind what is stored.
     *
     * @throws IllegalArgumentException if it was not encrypted with this cipher; the message names neither
     */
    String decrypt(String stored);

    /** What a key is found by: equal for equal keys, lower-case hex, empty for an empty key. */
    String hash(String secret);

    /** All that a key may be found by: {@link #hash} first, then what rows of other times have. */
    default List<String> hashes(String secret) {
        return List.of(hash(secret));
    }

    /**
     * The key behind a row, which may be older than the encryption: what this cipher cannot decrypt is a key in clear if its
     * SHA-256 is the row's hash, for then whoever wrote the row knew the text as a key. Anything else, such as what was
     * encrypted with another password, is no key.
     *
     * @param hash what the row is found by
     * @return {@code null} if the row cannot be read
     */
    default @Nullable String reveal(String stored, String hash) {
        try {
            return decrypt(stored);
        } catch (IllegalArgumentException e) {
            return KeyHashes.sha256(stored).equals(hash) ? stored : null;
        }
    }

    /** Keeps keys as they are; the hash is SHA-256. */
    static KeyCipher plaintext() {
        return PlaintextCipher.INSTANCE;
    }

    /**
     * Encrypts keys as gpt-load does with its {@code ENCRYPTION_KEY}; the hash depends on the password too. Making it takes a
     * good part of a second.
     *
     * @throws IllegalArgumentException if the password is empty
     */
    static KeyCipher aes(String password) {
        return new AesKeyCipher(password);
    }
}
