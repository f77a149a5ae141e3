package io.gptload.gateway.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the statements of a {@code .env} text, with the exact quirks of the parser existing files were written for. Use once.
 */
final class DotEnvParser {

    private static final String EXPORT = "export";

    private final String text;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int at;
    private int statement;

    DotEnvParser(String text) {
        this.text = text.replace("\r\n", "\n");
    }

    /**
     * Reads all statements.
     *
     * @throws DotEnvSyntaxException if one of them cannot be read; none counts then
     */
    Map<String, String> parse() {
        while (findStatement()) {
            String name = name();
            skipBlanks();
            String value = value();
            values.put(name, value);
        }
        values.remove("");
        return values;
    }

    private boolean findStatement() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = endOf('\n');
            } else if (isBlank(c) || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                at++;
            } else {
                statement = at;
                return true;
            }
        }
        return false;
    }

    private String name() {
        int afterExport = at + EXPORT.length();
        if (text.startsWith(EXPORT, at) && afterExport < text.length() && isBlank(text.charAt(afterExport))) {
            at = afterExport;
            skipBlanks();
            if (at == text.length()) {
                throw broken("nothing follows export");
            }
        }
        int start = at;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '=' || c == ':') {
                return text.substring(start, at++).stripTrailing();
            }
            if (!isBlank(c) && !isNameCharacter(c)) {
                throw broken("a name has only letters, digits, '_' and '.', and is followed by '='");
            }
        }
        at = start;
        return "";
    }

    private String value() {
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            return quoted(text.charAt(at));
        }
        int start = at;
        at = Math.min(endOf('\n'), endOf('\r'));
        return DotEnvExpansion.expand(withoutComment(text.substring(start, at)), values);
    }

    /** Only the right-most mark that follows a blank starts a comment; one further left belongs to the value. */
    private static String withoutComment(String line) {
        for (int mark = line.lastIndexOf('#'); mark > 0; mark = line.lastIndexOf('#', mark - 1)) {
            if (isBlank(line.charAt(mark - 1))) {
                return strip(line, DotEnvParser::isBlank, mark);
            }
        }
        return strip(line, DotEnvParser::isBlank, line.length());
    }

    private String quoted(char quote) {
        int end = at;
        do {
            end = text.indexOf(quote, end + 1);
            if (end < 0) {
                throw broken("the quote is never closed");
            }
        } while (text.charAt(end - 1) == '\\');
        String value = strip(text.substring(at, end), c -> c == quote, end - at);
        at = end + 1;
        return quote == '"' ? DotEnvExpansion.expand(DotEnvExpansion.unescape(value), values) : value;
    }

    private static String strip(String text, CharTest drop, int end) {
        int start = 0;
        int stop = end;
        while (stop > start && drop.test(text.charAt(stop - 1))) {
            stop--;
        }
        while (start < stop && drop.test(text.charAt(start))) {
            start++;
        }
        return text.substring(start, stop);
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private int endOf(char lineEnd) {
        int end = text.indexOf(lineEnd, at);
        return end < 0 ? text.length() : end;
    }

    private DotEnvSyntaxException broken(String reason) {
        long newlines =
                text.substring(0, statement).chars().filter(c -> c == '\n').count();
        return new DotEnvSyntaxException((int) newlines + 1, reason);
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.';
    }

    /** White space within a line. */
    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == 0x0B || c == '\f' || c == '\r' || c == 0x85 || c == 0xA0;
    }

    private interface CharTest {

        boolean test(char c);
    }
}
