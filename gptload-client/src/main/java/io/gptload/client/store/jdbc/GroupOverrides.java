package io.gptload.client.store.jdbc;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a group's {@code config} says differently from the system settings. */
final class GroupOverrides {

    private GroupOverrides() {}

    /**
     * Reads the column. Unknown names and nulls are passed over.
     *
     * @throws IllegalArgumentException if one value is of the wrong type; none of them holds then
     */
    static Map<Setting, Object> read(@Nullable String config) {
        Map<Setting, Object> values = new EnumMap<>(Setting.class);
        StoredJson.object(config).forEach((name, value) -> {
            Optional<Setting> setting = Setting.ofKey(String.valueOf(name)).filter(Setting::overridable);
            if (setting.isPresent() && value != null) {
                values.put(setting.get(), typed(setting.get(), value));
            }
        });
        return values;
    }

    private static Object typed(Setting setting, Object value) {
        switch (setting.type()) {
            case TEXT -> {
                if (value instanceof String) {
                    return value;
                }
            }
            case FLAG -> {
                if (value instanceof Boolean) {
                    return value;
                }
            }
            case NUMBER -> {
                if (value instanceof Number number) {
                    try {
                        return new BigDecimal(number.toString()).intValueExact();
                    } catch (ArithmeticException e) {
                        throw new IllegalArgumentException(setting.key() + " is not a whole number", e);
                    }
                }
            }
        }
        throw new IllegalArgumentException(setting.key() + " is of the wrong type");
    }
}
