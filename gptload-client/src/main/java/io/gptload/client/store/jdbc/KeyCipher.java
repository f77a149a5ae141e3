package io.gptload.client.store.jdbc;

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

    /** Keeps keys as they are; the hash is SHA-256. */
    static KeyCipher plaintext() {
        return PlaintextCipher.INSTANCE;
    }
}
