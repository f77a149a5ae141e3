package io.gptload.client.store.jdbc;

import java.util.EnumMap;
import java.util.Map;

/** A value for every setting. Immutable. */
public final class SettingValues {

    private final Map<Setting, Object> values;

    private SettingValues(Map<Setting, Object> values) {
        this.values = values;
    }

    /** All defaults. */
    public static SettingValues defaults() {
        Map<Setting, Object> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            values.put(setting, setting.parse(setting.defaultText()));
        }
        return new SettingValues(values);
    }

    /** These with some replaced; the values must be of the setting's type. */
    public SettingValues with(Map<Setting, ?> replaced) {
        Map<Setting, Object> copy = new EnumMap<>(values);
        copy.putAll(replaced);
        return new SettingValues(copy);
    }

    /** The value: a {@link String}, {@link Integer} or {@link Boolean}. */
    public Object get(Setting setting) {
        Object value = values.get(setting);
        if (value == null) {
            throw new IllegalStateException(setting.key());
        }
        return value;
    }

    /** A number. @throws ClassCastException if the setting is none */
    public int number(Setting setting) {
        return (Integer) get(setting);
    }

    /** A flag. @throws ClassCastException if the setting is none */
    public boolean flag(Setting setting) {
        return (Boolean) get(setting);
    }

    /** A text. @throws ClassCastException if the setting is none */
    public String text(Setting setting) {
        return (String) get(setting);
    }
}
