package io.gptload.client.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Hides keys in what people read. */
public final class Masking {

    /** What is shown of a key too short to show any of it. */
    public static final String HIDDEN = "****";

    private static final int SHOWN = 4;

    private Masking() {}

    /** The first and last four characters around four stars; a key of up to eight characters is hidden entirely. */
    public static String mask(String key) {
        if (key.length() <= 2 * SHOWN) {
            return HIDDEN;
        }
        return key.substring(0, SHOWN) + HIDDEN + key.substring(key.length() - SHOWN);
    }

    /**
     * The text with every occurrence of a secret replaced by its mask, whether it stands there raw or URL-escaped
     * (either case of the hex digits, a blank as {@code +} or {@code %20}). An empty secret changes nothing.
     */
    public static String redact(String text, String secret) {
        if (text.isEmpty() || secret.isEmpty()) {
            return text;
        }
        String mask = mask(secret);
        String result = text.replace(secret, mask);
        String escaped = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        if (escaped.equals(secret)) {
            return result;
        }
        String escapedBlank = escaped.replace("+", "%20");
        return result.replace(escaped, mask)
                .replace(escapedBlank, mask)
                .replace(lowerHex(escaped), mask)
                .replace(lowerHex(escapedBlank), mask);
    }

    private static String lowerHex(String escaped) {
        StringBuilder result = new StringBuilder(escaped);
        for (int at = escaped.indexOf('%'); at >= 0; at = escaped.indexOf('%', at + 1)) {
            result.replace(at, at + 3, escaped.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return result.toString();
    }
}
