package io.gptload.client.store.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * What fits into a column of text: no NUL, no half of a surrogate pair, not too long, cut between characters.
 *
 * @param most how much at most
 * @param bytes whether that is bytes of UTF-8 rather than characters
 */
record ColumnText(int most, boolean bytes) {

    static final ColumnText VARCHAR_20 = new ColumnText(20, false);
    static final ColumnText VARCHAR_36 = new ColumnText(36, false);
    static final ColumnText VARCHAR_64 = new ColumnText(64, false);
    static final ColumnText VARCHAR_128 = new ColumnText(128, false);
    static final ColumnText VARCHAR_255 = new ColumnText(255, false);
    static final ColumnText VARCHAR_512 = new ColumnText(512, false);
    static final ColumnText PATH = new ColumnText(500, true);
    static final ColumnText ERROR = new ColumnText(2048, true);
    static final ColumnText BODY = new ColumnText(65_000, true);

    /** The part of the text that fits; empty for {@code null}. */
    String fit(@Nullable String text) {
        if (text == null) {
            return "";
        }
        if (text.length() <= (bytes ? most / 3 : most) && isClean(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(Math.min(text.length(), most));
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point == 0) {
                continue;
            }
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                point = 0xFFFD;
            }
            used += bytes ? width(point) : 1;
            if (used > most) {
                break;
            }
            out.appendCodePoint(point);
        }
        return out.toString();
    }

    private static int width(int point) {
        if (point < 0x80) {
            return 1;
        }
        return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
