package io.gptload.gateway.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The parts of a connection URL, percent-decoded. Of an option given twice the last counts.
 *
 * @param authority host and port as written
 */
record DsnUrl(String scheme, String user, Secret password, String authority, String path, Map<String, String> options) {

    static DsnUrl parse(String url) {
        int schemeEnd = url.indexOf("://");
        if (schemeEnd < 0) {
            throw new DsnException("it is not a URL, scheme:// is missing");
        }
        String rest = before(url.substring(schemeEnd + 3), '#');
        String location = before(rest, '?');
        String query = after(rest, '?');
        if (location.indexOf('@') < 0 && query.indexOf('@') >= 0) {
            throw new DsnException("a '?' in the user or password must be written %3F");
        }
        int pathStart = location.indexOf('/');
        String authority = pathStart < 0 ? location : location.substring(0, pathStart);
        String path = pathStart < 0 ? "" : location.substring(pathStart);
        int at = authority.lastIndexOf('@');
        String credentials = at < 0 ? "" : authority.substring(0, at);
        return new DsnUrl(
                url.substring(0, schemeEnd).toLowerCase(Locale.ROOT),
                decode(before(credentials, ':')),
                new Secret(decode(after(credentials, ':'))),
                authority.substring(at + 1),
                decode(path),
                options(query));
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : query.split("&")) {
            if (!option.isEmpty()) {
                options.put(
                        decode(before(option, '=').replace('+', ' ')),
                        decode(after(option, '=').replace('+', ' ')));
            }
        }
        return options;
    }

    static String before(String text, char separator) {
        int at = text.indexOf(separator);
        return at < 0 ? text : text.substring(0, at);
    }

    static String after(String text, char separator) {
        int at = text.indexOf(separator);
        return at < 0 ? "" : text.substring(at + 1);
    }

    /** Percent-decodes; a plus sign stays one. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < source.length; i++) {
            if (source[i] != '%') {
                bytes.write(source[i]);
                continue;
            }
            int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
            int low = i + 2 < source.length ? Character.digit(source[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new DsnException("a '%' is not followed by two hexadecimal digits; write a plain '%' as %25");
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority + path;
    }
}
