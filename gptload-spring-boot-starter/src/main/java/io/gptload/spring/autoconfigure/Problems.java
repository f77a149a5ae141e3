package io.gptload.spring.autoconfigure;

import io.gptload.client.config.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with properties. Not thread-safe. */
final class Problems {

    private final List<PropertyProblem> found = new ArrayList<>();

    void add(String property, String message, String fix) {
        found.add(new PropertyProblem(property, message, fix));
    }

    /** What the engine makes of a property, or {@code null} if it refuses. */
    <T> @Nullable T ask(String property, Supplier<T> engine) {
        try {
            return engine.get();
        } catch (ConfigurationException e) {
            refused(property, e);
            return null;
        }
    }

    private void refused(String property, ConfigurationException refusal) {
        String message = String.valueOf(refusal.getMessage());
        if (message.startsWith(refusal.field() + ": ")) {
            message = message.substring(refusal.field().length() + 2);
        }
        int expected = message.indexOf("; expected ");
        add(
                property,
                expected < 0 ? message : message.substring(0, expected),
                expected < 0 ? "Correct it." : "Use " + message.substring(expected + "; expected ".length()) + ".");
    }

    /** @throws InvalidGptLoadPropertiesException if there is any */
    void raise() {
        if (!found.isEmpty()) {
            throw new InvalidGptLoadPropertiesException(found);
        }
    }
}
