package io.gptload.client.rewrite;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The few things to know about JSON to find one's way through its bytes. */
final class JsonBytes {

    private static final int LOWER = 0x20;

    private JsonBytes() {}

    /** Index of the opening brace if that is the first character behind a byte order mark and blanks, else -1. */
    static int objectStart(byte[] bytes, int offset, int end) {
        int at = offset;
        if (end - at >= 3 && bytes[at] == (byte) 0xEF && bytes[at + 1] == (byte) 0xBB && bytes[at + 2] == (byte) 0xBF) {
            at += 3;
        }
        at = skipBlanks(bytes, at, end);
        return at < end && bytes[at] == '{' ? at : -1;
    }

    static int skipBlanks(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** Index behind the closing quote of the string that starts there, or -1 if none starts or it does not end. */
    static int stringEnd(byte[] bytes, int from, int end) {
        if (from >= end || bytes[from] != '"') {
            return -1;
        }
        int at = from + 1;
        while (at < end) {
            byte b = bytes[at++];
            if (b == '"') {
                return at;
            }
            if (b == '\\') {
                at++;
            }
        }
        return -1;
    }

    /** Whether the string between two quotes is that ASCII name, escapes understood. */
    static boolean isName(byte[] bytes, int from, int to, byte[] name, boolean anyCase) {
        if (to - from < name.length) {
            return false;
        }
        if (to - from == name.length) {
            return matches(bytes, from, to, name, anyCase);
        }
        // Longer than the name: the same only if something in it is escaped.
        if (to - from > 6 * name.length || !hasEscape(bytes, from, to)) {
            return false;
        }
        String text = text(bytes, from, to);
        String wanted = new String(name, StandardCharsets.US_ASCII);
        return text != null && (anyCase ? text.equalsIgnoreCase(wanted) : text.equals(wanted));
    }

    /** Whether those bytes are that word, given in lower case. */
    static boolean matches(byte[] bytes, int from, int to, byte[] word, boolean anyCase) {
        if (to - from != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            int b = bytes[from + i];
            if (b != word[i] && !(anyCase && b >= 'A' && b <= 'Z' && (b | LOWER) == word[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasEscape(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** The text between two quotes, or {@code null} if an escape in it is malformed. */
    static @Nullable String text(byte[] bytes, int from, int to) {
        String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return raw.indexOf('\\') < 0 ? raw : JsonEscapes.resolve(raw);
    }
}
