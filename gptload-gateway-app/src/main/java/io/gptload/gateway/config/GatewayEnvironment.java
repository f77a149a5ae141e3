package io.gptload.gateway.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks a variable up: first in the process environment, then in {@code .env}, then among the application properties, where
 * {@code LOG_LEVEL} is called {@code gptload.gateway.log-level}. The first that knows the name decides, even if it is empty there;
 * an empty value then means the default.
 */
final class GatewayEnvironment {

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,19}");

    private final Map<String, String> process;
    private final Map<String, String> file;
    private final Function<String, @Nullable String> properties;

    GatewayEnvironment(
            Map<String, String> process, Map<String, String> file, Function<String, @Nullable String> properties) {
        this.process = process;
        this.file = file;
        this.properties = properties;
    }

    /** The application property that stands in for {@code variable}. */
    static String propertyName(String variable) {
        return "gptload.gateway." + variable.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the variable has a value. */
    boolean has(String variable) {
        return !text(variable, "").isEmpty();
    }

    /** The value, {@code otherwise} if there is none. */
    String text(String variable, String otherwise) {
        String value = process.get(variable);
        if (value == null) {
            value = file.get(variable);
        }
        if (value == null) {
            value = properties.apply(propertyName(variable));
        }
        return value == null || value.isEmpty() ? otherwise : value;
    }

    Secret secret(String variable) {
        return has(variable) ? new Secret(text(variable, "")) : Secret.NONE;
    }

    /** A decimal integer; {@code otherwise} if it is anything else, blanks included. Beyond the range of an int: the nearest. */
    int integer(String variable, int otherwise) {
        String value = text(variable, "");
        if (!INTEGER.matcher(value).matches()) {
            return otherwise;
        }
        try {
            return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, Long.parseLong(value)));
        } catch (NumberFormatException tooLong) {
            return otherwise;
        }
    }

    boolean flag(String variable, boolean otherwise) {
        return switch (text(variable, "").toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> otherwise;
        };
    }

    /** Comma-separated; blanks around and empty elements are dropped, and nothing left means {@code otherwise}. */
    List<String> list(String variable, List<String> otherwise) {
        List<String> elements = Arrays.stream(text(variable, "").split(","))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
        return elements.isEmpty() ? otherwise : elements;
    }
}
