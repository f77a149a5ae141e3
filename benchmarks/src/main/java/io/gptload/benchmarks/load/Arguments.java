package io.gptload.benchmarks.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Options of a command line, {@code --name value} or {@code --flag}. Use once. */
final class Arguments {

    private final Map<String, String> values = new LinkedHashMap<>();

    Arguments(Set<String> flags, String... line) {
        for (int i = 0; i < line.length; i++) {
            if (!line[i].startsWith("--")) {
                throw new IllegalArgumentException(line[i] + " is not an option");
            }
            String name = line[i].substring(2);
            if (flags.contains(name)) {
                values.put(name, "true");
            } else if (++i < line.length) {
                values.put(name, line[i]);
            } else {
                throw new IllegalArgumentException("--" + name + " needs a value");
            }
        }
    }

    boolean flag(String name) {
        return values.remove(name) != null;
    }

    String text(String name, String otherwise) {
        String value = values.remove(name);
        return value == null ? otherwise : value;
    }

    int number(String name, int otherwise, int least, int most) {
        return number(name, text(name, String.valueOf(otherwise)), least, most);
    }

    Duration seconds(String name, int otherwise, int least) {
        return Duration.ofSeconds(number(name, otherwise, least, 86_400));
    }

    static int number(String name, String text, int least, int most) {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            number = least - 1;
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    "--" + name + " must be a number from " + least + " to " + most + ", but is " + text);
        }
        return number;
    }

    /** Refuses what nobody asked for. */
    void requireAllUsed() {
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("--" + values.keySet().iterator().next() + " is unknown");
        }
    }
}
