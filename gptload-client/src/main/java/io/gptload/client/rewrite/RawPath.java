package io.gptload.client.rewrite;

/** Checks the path a caller gave. */
final class RawPath {

    private enum Kind {
        PLAIN,
        /** Can be a part of a segment that leads upwards. */
        DOT,
        FORBIDDEN
    }

    private static final Kind[] KINDS = new Kind[0x80];

    static {
        for (char c = 0; c < KINDS.length; c++) {
            boolean forbidden = c <= ' ' || c == 0x7F || c == '?' || c == '#';
            boolean dot = c == '.' || c == '%' || c == '\\';
            KINDS[c] = forbidden ? Kind.FORBIDDEN : dot ? Kind.DOT : Kind.PLAIN;
        }
    }

    private RawPath() {}

    static void check(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            throw new IllegalArgumentException("The path of a request must start with a slash");
        }
        boolean dots = false;
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            Kind kind = c < KINDS.length ? KINDS[c] : Kind.PLAIN;
            if (kind == Kind.FORBIDDEN) {
                throw new IllegalArgumentException(
                        "The path of a request must not contain blanks, control characters, ? or #");
            }
            dots |= kind == Kind.DOT;
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
