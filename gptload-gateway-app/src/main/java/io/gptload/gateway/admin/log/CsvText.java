package io.gptload.gateway.admin.log;

/** Lines of comma separated values (RFC 4180, but with a bare line feed) that a spreadsheet does not take for formulas. */
final class CsvText {

    private static final String FORMULA_STARTS = "=+-@\t\r";

    private final StringBuilder text = new StringBuilder();

    /** Adds a line. */
    void line(String... fields) {
        for (int i = 0; i < fields.length; i++) {
            text.append(i == 0 ? "" : ",").append(quoted(harmless(fields[i])));
        }
        text.append('\n');
    }

    private static String harmless(String field) {
        return !field.isEmpty() && FORMULA_STARTS.indexOf(field.charAt(0)) >= 0 ? "'" + field : field;
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain && !field.startsWith(" ") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /** All lines. */
    String text() {
        return text.toString();
    }
}
