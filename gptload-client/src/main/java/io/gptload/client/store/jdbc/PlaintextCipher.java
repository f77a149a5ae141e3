package io.gptload.client.store.jdbc;

import org.jspecify.annotations.Nullable;

enum PlaintextCipher implements KeyCipher {
    INSTANCE;

    @Override
    public String encrypt(String secret) {
        return secret;
    }

    @Override
    public String decrypt(String stored) {
        return stored;
    }

    @Override
    public String hash(String secret) {
        return KeyHashes.sha256(secret);
    }

    /** What looks encrypted and is not the text its hash was made of was encrypted when there was a password. */
    @Override
    public @Nullable String reveal(String stored, String hash) {
        boolean encrypted = AesKeyCipher.hasForm(stored)
                && !hash.isEmpty()
                && !KeyHashes.sha256(stored).equals(hash);
        return encrypted ? null : stored;
    }
}
