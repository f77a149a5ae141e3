package io.gptload.gateway.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escapes and {@code $NAME} in a {@code .env} value. */
final class DotEnvExpansion {

    private static final Pattern ESCAPE = Pattern.compile("\\\\.", Pattern.UNIX_LINES);
    private static final Pattern ESCAPED_EXCEPT_DOLLAR = Pattern.compile("\\\\([^$])");
    private static final Pattern VARIABLE = Pattern.compile("(\\\\)?\\$\\(?\\{?([A-Z0-9_]+)?}?");

    private DotEnvExpansion() {}

    /** Turns {@code \n} and {@code \r} into what they mean and drops the backslash before anything else but a dollar sign. */
    static String unescape(String value) {
        String lines = ESCAPE.matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group()) {
                            case "\\n" -> "\n";
                            case "\\r" -> "\r";
                            default -> found.group();
                        }));
        return ESCAPED_EXCEPT_DOLLAR.matcher(lines).replaceAll("$1");
    }

    /** Puts in the names {@code defined} so far; an unknown one becomes empty, {@code \$} stays a dollar sign. */
    static String expand(String value, Map<String, String> defined) {
        return VARIABLE.matcher(value).replaceAll(found -> {
            if (found.group(1) != null) {
                return Matcher.quoteReplacement(found.group().substring(1));
            }
            String name = found.group(2);
            return Matcher.quoteReplacement(name == null ? found.group() : defined.getOrDefault(name, ""));
        });
    }
}
