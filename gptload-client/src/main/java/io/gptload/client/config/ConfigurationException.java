package io.gptload.client.config;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A definition that cannot work. Thrown when it is built, never while a request runs. The message is English; the parts of it
 * are there for programs that say it otherwise.
 */
public final class ConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String value;
    private final String allowed;
    private final @Nullable Requirement requirement;
    private final String[] arguments;

    /**
     * @param field the property at fault, for instance {@code groups.openai.upstreams[1].weight}
     * @param value the value found; never a secret
     * @param allowed what would have been accepted, as a phrase
     */
    public ConfigurationException(String field, Object value, String allowed) {
        this(field, String.valueOf(value), allowed, null, new String[0]);
    }

    /**
     * @param field as above
     * @param value as above
     * @param requirement what would have been accepted
     * @param arguments what the requirement asks for; never a secret
     */
    public ConfigurationException(String field, Object value, Requirement requirement, Object... arguments) {
        this(
                field,
                String.valueOf(value),
                requirement.phrase(arguments),
                requirement,
                Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
    }

    private ConfigurationException(
            String field, String value, String allowed, @Nullable Requirement requirement, String[] arguments) {
        super(field + ": '" + value + "' is not allowed; expected " + allowed);
        this.field = Objects.requireNonNull(field, "field");
        this.value = value;
        this.allowed = allowed;
        this.requirement = requirement;
        this.arguments = arguments;
    }

    /** The property at fault. */
    public String field() {
        return field;
    }

    /** The value found, as the message shows it. */
    public String value() {
        return value;
    }

    /** What would have been accepted, as the message says it. */
    public String allowed() {
        return allowed;
    }

    /** What would have been accepted; {@code null} if the message alone says it. */
    public @Nullable Requirement requirement() {
        return requirement;
    }

    /** What the requirement asks for, such as a least and a most; immutable. */
    public List<String> arguments() {
        return List.of(arguments);
    }

    /** The same of a property of another name. */
    public ConfigurationException at(String name) {
        return new ConfigurationException(name, value, allowed, requirement, arguments);
    }
}
