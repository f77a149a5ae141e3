package io.gptload.client.config;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** Writes plain Java values as JSON. */
final class JsonWriter {

    private static final String ALLOWED = "a string, finite number, boolean, null, map with string keys or list";

    private final String field;

    JsonWriter(String field) {
        this.field = field;
    }

    /**
     * The JSON of a value.
     *
     * @throws ConfigurationException if there is something in it that JSON cannot say, or if it is nested too deep
     */
    String write(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JsonText.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(generator, value);
        } catch (JacksonException e) {
            ConfigurationException refused = new ConfigurationException(field, "a deep structure", ALLOWED);
            refused.initCause(e);
            throw refused;
        }
        return text.toString();
    }

    private void write(JsonGenerator out, @Nullable Object value) {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof CharSequence text) {
            out.writeString(text.toString());
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Number number) {
            out.writeNumber(literal(number));
        } else if (value instanceof Map<?, ?> members) {
            writeObject(out, members);
        } else if (value instanceof List<?> elements) {
            out.writeStartArray();
            elements.forEach(element -> write(out, element));
            out.writeEndArray();
        } else {
            throw refused(value);
        }
    }

    private void writeObject(JsonGenerator out, Map<?, ?> members) {
        out.writeStartObject();
        members.forEach((name, value) -> {
            if (!(name instanceof String)) {
                throw refused(String.valueOf(name));
            }
            out.writeName((String) name);
            write(out, value);
        });
        out.writeEndObject();
    }

    private String literal(Number number) {
        boolean integral = number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger;
        boolean finite = number instanceof BigDecimal
                || (number instanceof Double || number instanceof Float) && Double.isFinite(number.doubleValue());
        if (!integral && !finite) {
            throw refused(number);
        }
        return number.toString();
    }

    private ConfigurationException refused(Object value) {
        return new ConfigurationException(field, JsonText.shown(value.toString()), ALLOWED);
    }
}
