package io.gptload.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of one JSON object, and complains about them by name. */
final class ControlFields {
    private final String path;
    private final JsonNode json;

    ControlFields(String path, JsonNode json, List<String> allowed) {
        this.path = path;
        this.json = json;
        if (!json.isObject()) {
            throw new ControlInputException(path + " must be a JSON object");
        }
        for (String name : json.propertyNames()) {
            if (!allowed.contains(name)) {
                throw new ControlInputException(at(name) + " is unknown; allowed: " + String.join(", ", allowed));
            }
        }
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    String text(String name) {
        String text = optionalText(name);
        if (text == null || text.isBlank()) {
            throw new ControlInputException(at(name) + " must be a text that is not blank");
        }
        return text;
    }

    @Nullable
    String optionalText(String name) {
        if (!has(name)) {
            return null;
        }
        if (!json.path(name).isString()) {
            throw new ControlInputException(at(name) + " must be a text");
        }
        return json.path(name).asString();
    }

    long number(String name, long least, long most) {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw outOfRange(name, least, most);
        }
        long number = value.asLong();
        if (number < least || number > most) {
            throw outOfRange(name, least, most);
        }
        return number;
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (!json.path(name).isBoolean()) {
            throw new ControlInputException(at(name) + " must be true or false");
        }
        return json.path(name).asBoolean();
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (has(name) && !json.path(name).isArray()) {
            throw new ControlInputException(at(name) + " must be a list of texts");
        }
        for (JsonNode entry : json.path(name)) {
            if (!entry.isString()) {
                throw new ControlInputException(at(name) + " must be a list of texts");
            }
            texts.add(entry.asString());
        }
        return texts;
    }

    <E extends Enum<E>> E choice(String name, Class<E> type) {
        String text = optionalText(name);
        List<String> allowed = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String label = constant.name().toLowerCase(Locale.ROOT);
            if (label.equalsIgnoreCase(text)) {
                return constant;
            }
            allowed.add(label);
        }
        throw new ControlInputException(at(name) + " must be one of: " + String.join(", ", allowed));
    }

    private ControlInputException outOfRange(String name, long least, long most) {
        return new ControlInputException(at(name) + " must be a whole number from " + least + " to " + most);
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
