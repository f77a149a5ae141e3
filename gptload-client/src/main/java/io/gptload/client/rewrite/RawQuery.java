package io.gptload.client.rewrite;

import org.jspecify.annotations.Nullable;

/** Looks at and cuts queries without decoding, sorting or re-encoding them. Stateless. */
public final class RawQuery {

    private RawQuery() {}

    /**
     * The query without the parameters of that name; the others keep their bytes and their order.
     *
     * @param rawQuery without the question mark, or {@code null}
     * @param name compared with the unescaped names
     * @return the query itself if it has no such parameter; {@code null} if nothing is left
     */
    public static @Nullable String without(@Nullable String rawQuery, String name) {
        if (rawQuery == null || find(rawQuery, 0, name) < 0) {
            return rawQuery;
        }
        StringBuilder rest = new StringBuilder(rawQuery.length());
        int from = 0;
        boolean first = true;
        while (from <= rawQuery.length()) {
            int end = end(rawQuery, from);
            if (!isNamed(rawQuery, from, end, name)) {
                rest.append(first ? "" : "&").append(rawQuery, from, end);
                first = false;
            }
            from = end + 1;
        }
        return rest.isEmpty() ? null : rest.toString();
    }

    /** Two queries one behind the other; {@code null} and empty ones add nothing, not even a separator. */
    static @Nullable String join(@Nullable String first, @Nullable String second) {
        if (first == null || first.isEmpty()) {
            return second;
        }
        return second == null || second.isEmpty() ? first : first + "&" + second;
    }

    /** Whether there is a parameter that is exactly that, byte for byte. */
    static boolean has(@Nullable String rawQuery, String parameter) {
        if (rawQuery == null) {
            return false;
        }
        for (int from = 0; from < rawQuery.length(); from = end(rawQuery, from) + 1) {
            if (end(rawQuery, from) - from == parameter.length() && rawQuery.startsWith(parameter, from)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is a parameter of that name; compared with the unescaped names. */
    static boolean contains(@Nullable String rawQuery, String name) {
        return rawQuery != null && find(rawQuery, 0, name) >= 0;
    }

    private static int find(String query, int start, String name) {
        for (int from = start; from < query.length(); from = end(query, from) + 1) {
            if (isNamed(query, from, end(query, from), name)) {
                return from;
            }
        }
        return -1;
    }

    private static int end(String query, int from) {
        int end = query.indexOf('&', from);
        return end < 0 ? query.length() : end;
    }

    private static boolean isNamed(String query, int from, int end, String name) {
        int equals = query.indexOf('=', from);
        int nameEnd = equals < 0 || equals > end ? end : equals;
        if (nameEnd - from == name.length()) {
            return query.startsWith(name, from);
        }
        return nameEnd - from > name.length()
                && query.indexOf('%', from) >= 0
                && PercentEncoding.decode(query.substring(from, nameEnd)).equals(name);
    }
}
