package io.gptload.client.policy;

import io.gptload.client.config.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One object of a document and where it stands, so that whatever is wrong in it can be named. */
final class JsonFields {

    private final String path;
    private final Map<?, ?> fields;

    JsonFields(String path, @Nullable Object value) {
        this.path = path;
        if (!(value instanceof Map<?, ?> map)) {
            throw new ConfigurationException(path, String.valueOf(value), "an object");
        }
        this.fields = map;
    }

    String path() {
        return path;
    }

    void onlyKnows(Set<String> names) {
        for (Object name : fields.keySet()) {
            if (!names.contains(String.valueOf(name))) {
                throw bad(
                        String.valueOf(name), fields.get(name), "no such field; known are " + String.join(", ", names));
            }
        }
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    @Nullable
    Object get(String name) {
        return fields.get(name);
    }

    JsonFields object(String name) {
        return new JsonFields(path + "." + name, fields.get(name));
    }

    String text(String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw bad(name, fields.get(name), "a text");
    }

    boolean flag(String name) {
        if (fields.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw bad(name, fields.get(name), "true or false");
    }

    /** A text or a list of texts, not empty. */
    String[] texts(String name) {
        Object value = fields.get(name);
        if (value instanceof String text) {
            return new String[] {text};
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(String.class::isInstance)) {
            return list.toArray(new String[0]);
        }
        throw bad(name, value, "a text or a list of texts");
    }

    ConfigurationException bad(String name, @Nullable Object value, String allowed) {
        return new ConfigurationException(path + "." + name, String.valueOf(value), allowed);
    }
}
