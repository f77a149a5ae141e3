package io.gptload.client.event;

import io.gptload.client.wire.Masking;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names a key where its value must not appear: in events, logs, metrics and pages.
 *
 * @param hash SHA-256 of the key, lower-case hex; equal for equal keys
 * @param masked the first and last four characters, for people to recognise it by
 */
public record KeyRef(String hash, String masked) {

    /** The name of that key. */
    public static KeyRef of(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return new KeyRef(HexFormat.of().formatHex(digest), Masking.mask(secret));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return masked;
    }
}
