package io.gptload.gateway.clientkey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A new key of a client. Its text is for the client alone and kept nowhere; 256 random bits need no slow hash.
 *
 * @param text what the client sends
 * @param hash what is kept of it: SHA-256 in lower-case hex
 * @param tail its last letters, by which people know it
 */
public record ClientToken(String text, String hash, String tail) {

    /** What every key begins with. */
    public static final String PREFIX = "gl-";

    private static final int BYTES = 32;
    private static final int TAIL = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One that nobody else has. */
    public static ClientToken random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new ClientToken(text, hash(text), text.substring(text.length() - TAIL));
    }

    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ClientToken[" + PREFIX + "****" + tail + "]";
    }
}
