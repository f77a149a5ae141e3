package io.gptload.gateway.web;

import java.util.regex.Pattern;

/**
 * Paths that mean the same to everybody who reads them. Those that a server may resolve, decode or cut differently from the
 * next one (dot segments, empty segments, parameters, escaped separators) are nobody's here.
 */
final class PlainPath {

    private static final Pattern ODD = Pattern.compile(
            "//|;|\\\\|/\\.{1,2}(/|$)|%(2f|5c|2e|3b|25|0[0-9a-f]|1[0-9a-f]|7f)", Pattern.CASE_INSENSITIVE);

    private PlainPath() {}

    /** @param rawPath as it came, undecoded */
    static boolean is(String rawPath) {
        return rawPath.startsWith("/") && !ODD.matcher(rawPath).find();
    }
}
