package io.gptload.client.store.jdbc;

import org.jspecify.annotations.Nullable;

/** Turns keys stored one way into keys stored another, and knows those that are already. */
record KeyRecoding(KeyCipher from, KeyCipher to) {

    /** What to do with a stored key. */
    enum State {
        DONE,
        READY,
        UNREADABLE
    }

    /** @param value what is to be stored, and {@code hash} its hash; {@code null} unless it is ready */
    record Recoded(
            State state, @Nullable String value, @Nullable String hash) {

        private static final Recoded DONE = new Recoded(State.DONE, null, null);
        private static final Recoded UNREADABLE = new Recoded(State.UNREADABLE, null, null);
    }

    Recoded of(String value, String hash) {
        if (value.isEmpty()) {
            return Recoded.DONE;
        }
        String secret = decrypted(value);
        if (secret != null && to.hash(secret).equals(hash)) {
            return Recoded.DONE;
        }
        if (secret == null || to == KeyCipher.plaintext()) { // to which every text is a key
            secret = from.reveal(value, hash);
        }
        return secret == null ? Recoded.UNREADABLE : new Recoded(State.READY, to.encrypt(secret), to.hash(secret));
    }

    private @Nullable String decrypted(String value) {
        try {
            return to.decrypt(value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
