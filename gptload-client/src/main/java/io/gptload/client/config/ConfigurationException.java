package io.gptload.client.config;

import java.util.Objects;

/** A definition that cannot work. Thrown when it is built, never while a request runs. */
public final class ConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field the property at fault, for instance {@code groups.openai.upstreams[1].weight}
     * @param value the value found; never a secret
     * @param allowed what would have been accepted, as a phrase
     */
    public ConfigurationException(String field, Object value, String allowed) {
        super(field + ": '" + value + "' is not allowed; expected " + allowed);
        this.field = Objects.requireNonNull(field, "field");
    }

    /** The property at fault. */
    public String field() {
        return field;
    }
}
