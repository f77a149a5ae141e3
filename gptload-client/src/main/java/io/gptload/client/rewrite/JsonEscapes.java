package io.gptload.client.rewrite;

import org.jspecify.annotations.Nullable;

/** Escapes in JSON strings (RFC 8259, section 7). */
final class JsonEscapes {

    private static final String SHORT = "\"\\/bfnrt";
    private static final String MEANING = "\"\\/\b\f\n\r\t";
    private static final String HEX = "0123456789abcdef";

    private JsonEscapes() {}

    /** The text with its escapes resolved, or {@code null} if one of them is malformed. */
    static @Nullable String resolve(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at++);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            if (at == raw.length()) {
                return null;
            }
            char kind = raw.charAt(at++);
            int known = SHORT.indexOf(kind);
            if (known >= 0) {
                text.append(MEANING.charAt(known));
                continue;
            }
            int code = kind == 'u' ? hex(raw, at) : -1;
            if (code < 0) {
                return null;
            }
            text.append((char) code);
            at += 4;
        }
        return text.toString();
    }

    private static int hex(String raw, int at) {
        if (at + 4 > raw.length()) {
            return -1;
        }
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(raw.charAt(i), 16);
            if (digit < 0 || raw.charAt(i) > 'f') {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }

    /** The text as a JSON string with its quotes; only what must be escaped is. */
    static String quote(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c) && !isPaired(text, i)) {
                json.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    json.append(HEX.charAt(c >> shift & 0xF));
                }
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
