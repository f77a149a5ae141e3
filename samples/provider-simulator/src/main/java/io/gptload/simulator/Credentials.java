package io.gptload.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the key in a request, and shows keys without giving them away. */
final class Credentials {
    private static final String BEARER = "bearer ";

    private Credentials() {}

    static @Nullable String find(SimulatedRequest request, Dialect dialect) {
        for (String place : dialect.credentials()) {
            String found = place.startsWith("?")
                    ? queryParameter(request.rawQuery(), place.substring(1))
                    : header(request, place);
            if (found != null && !found.isBlank()) {
                return found.strip();
            }
        }
        return null;
    }

    static @Nullable String queryParameter(@Nullable String rawQuery, String name) {
        if (rawQuery == null) {
            return null;
        }
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equals(name)) {
                return decode(pair.substring(equals + 1));
            }
        }
        return null;
    }

    /** Shows the first and the last four characters; a short key shows nothing. */
    static String mask(@Nullable String key) {
        if (key == null) {
            return "(none)";
        }
        return key.length() <= 8 ? "****" : key.substring(0, 4) + "****" + key.substring(key.length() - 4);
    }

    private static @Nullable String header(SimulatedRequest request, String name) {
        String value = request.header(name);
        if (value == null || !name.equals("authorization")) {
            return value;
        }
        return value.toLowerCase(Locale.ROOT).startsWith(BEARER) ? value.substring(BEARER.length()) : null;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformedEscape) {
            return text;
        }
    }
}
