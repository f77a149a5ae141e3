package io.gptload.client.store.jdbc;

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
}
