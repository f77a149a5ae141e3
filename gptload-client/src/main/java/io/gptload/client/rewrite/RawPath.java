package io.gptload.client.rewrite;

/** Checks the path a caller gave. */
final class RawPath {

    private RawPath() {}

    static void check(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            throw new IllegalArgumentException("The path of a request must start with a slash");
        }
        boolean dots = false;
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            if (c <= ' ' || c == 0x7F || c == '?' || c == '#') {
                throw new IllegalArgumentException(
                        "The path of a request must not contain blanks, control characters, ? or #");
            }
            dots |= c == '.' || c == '%' || c == '\\';
        }
        if (dots && mayClimb(path) && (climbs(path, false) || climbs(path, true))) {
            throw new IllegalArgumentException("The path of a request must not leave the base path of its upstream");
        }
    }

    private static boolean mayClimb(String path) {
        return path.contains("..") || path.contains("%2e") || path.contains("%2E");
    }

    // Twice, because one server takes an escaped slash for a separator and the next does not. Empty segments do not
    // count as a level: servers disagree on them too.
    private static boolean climbs(String path, boolean escapedSlashes) {
        String text = path.replace("%2e", ".").replace("%2E", ".").replace('\\', '/');
        if (escapedSlashes) {
            text = text.replaceAll("(?i)%2f|%5c", "/");
        }
        int depth = 0;
        for (String segment : text.split("/")) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            if (name.equals("..")) {
                if (--depth < 0) {
                    return true;
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                depth++;
            }
        }
        return false;
    }
}
