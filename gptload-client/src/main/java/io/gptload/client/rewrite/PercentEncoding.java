package io.gptload.client.rewrite;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of URLs (RFC 3986, section 2.1). */
final class PercentEncoding {

    private static final String HEX = "0123456789ABCDEF";
    private static final String UNRESERVED = "-._~";
    // Allowed in a path segment besides; a colon is not, because it ends a Gemini model.
    private static final String SEGMENT = UNRESERVED + "!$&'()*+,;=@";

    private PercentEncoding() {}

    /** One path segment; a slash is escaped too. */
    static String segment(byte[] utf8) {
        return encode(utf8, SEGMENT);
    }

    /** A value in a query, which nothing takes for a separator or a blank. */
    static String queryValue(String value) {
        return encode(value.getBytes(StandardCharsets.UTF_8), UNRESERVED);
    }

    private static String encode(byte[] utf8, String kept) {
        StringBuilder text = new StringBuilder(utf8.length + 8);
        for (byte b : utf8) {
            char c = (char) (b & 0xFF);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || kept.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
            }
        }
        return text.toString();
    }

    /** Escapes resolved as UTF-8; a malformed one is taken literally, a plus sign stays. */
    static String decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int at = 0; at < bytes.length; at++) {
            int high = bytes[at] == '%' && at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[at + 2], 16);
            if (low >= 0) {
                decoded.write(high << 4 | low);
                at += 2;
            } else {
                decoded.write(bytes[at]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
