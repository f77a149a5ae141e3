package io.gptload.gateway.clientkey;

import java.util.List;

/** Names of models, where {@code *} stands for any text; none allow every model. Immutable. */
final class ModelPatterns {

    private static final char ANY = '*';

    private final List<String> patterns;

    ModelPatterns(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /** Whether every model is allowed. */
    boolean allowAll() {
        return patterns.isEmpty();
    }

    /** Whether that model is allowed. */
    boolean allow(String model) {
        if (patterns.isEmpty()) {
            return true;
        }
        for (String pattern : patterns) {
            if (matches(pattern, model)) {
                return true;
            }
        }
        return false;
    }

    /** Going back to the last star alone is enough, so no pattern takes longer than its length times that of the name. */
    private static boolean matches(String pattern, String name) {
        int at = 0;
        int star = -1;
        int resume = 0;
        int from = 0;
        while (from < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == ANY) {
                star = at++;
                resume = from;
            } else if (at < pattern.length() && pattern.charAt(at) == name.charAt(from)) {
                at++;
                from++;
            } else if (star >= 0) {
                at = star + 1;
                from = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == ANY) {
            at++;
        }
        return at == pattern.length();
    }
}
