package io.gptload.gateway.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;

/**
 * A set of keys that open something, kept as digests. Asking takes the same time whichever key is asked for and whether it
 * is in the set. Immutable.
 */
public final class ClientKeys {

    /** No key opens it. */
    public static final ClientKeys NONE = new ClientKeys(List.of());

    private final List<byte[]> digests;

    private ClientKeys(List<byte[]> digests) {
        this.digests = digests;
    }

    /** Exactly these keys; empty ones are left out. */
    public static ClientKeys of(Collection<String> keys) {
        return new ClientKeys(keys.stream()
                .filter(key -> !key.isEmpty())
                .map(ClientKeys::digest)
                .toList());
    }

    /** Whether that key is among them. */
    public boolean contains(String key) {
        byte[] asked = digest(key);
        boolean found = false;
        for (byte[] digest : digests) {
            found |= MessageDigest.isEqual(digest, asked);
        }
        return found && !key.isEmpty();
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ClientKeys[" + digests.size() + "]";
    }
}
