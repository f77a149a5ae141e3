package io.gptload.client.internal.budget;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a window is called among processes. */
final class WindowName {

    private static final int BYTES = 16;

    private WindowName() {}

    /** @return hexadecimal digits that say nothing of the owner, and when it ends */
    static String of(String group, String owner, String budget, long untilSeconds) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest((group + '\n' + owner + '\n' + budget).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES) + ":" + untilSeconds;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
