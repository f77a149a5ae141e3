package io.gptload.client.store.jdbc;

import io.gptload.client.time.TimeSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The system settings. Thread-safe. */
public final class SettingsRepository {

    private final Database database;
    private final ChangeCounters counters;
    private final TimeSource time;

    SettingsRepository(Database database, ChangeCounters counters, TimeSource time) {
        this.database = database;
        this.counters = counters;
        this.time = time;
    }

    /** What is stored, by key, those we do not know too. */
    public Map<String, String> raw() {
        Map<String, String> values = new LinkedHashMap<>();
        database.read("SELECT setting_key, setting_value FROM system_settings ORDER BY id")
                .query(row -> {
                    values.put(row.getString(1), row.getString(2));
                });
        return values;
    }

    /** The values in force: what is stored over the defaults; what cannot be read is reported and stays the default. */
    public SettingValues load(Consumer<StoreProblem> problems) {
        Map<Setting, Object> values = new EnumMap<>(Setting.class);
        raw().forEach((key, text) -> {
            Optional<Setting> setting = Setting.ofKey(key);
            try {
                setting.ifPresent(known -> values.put(known, known.parse(text)));
            } catch (IllegalArgumentException e) {
                problems.accept(new StoreProblem(StoreProblem.SYSTEM, key, String.valueOf(e.getMessage())));
            }
        });
        return SettingValues.defaults().with(values);
    }

    /** The values in force for a group: the system's, replaced by its own; what cannot be read is reported and left out. */
    public SettingValues loadFor(GroupRow group, Consumer<StoreProblem> problems) {
        SettingValues system = load(problems);
        try {
            return system.with(GroupOverrides.read(group.config()));
        } catch (IllegalArgumentException e) {
            problems.accept(new StoreProblem(group.name(), "config", String.valueOf(e.getMessage())));
            return system;
        }
    }

    /** Stores values, all or none; they must be of their setting's type and are written in decimal. */
    public void save(Map<Setting, ?> values) {
        String upsert = database.dialect()
                .upsert(
                        "system_settings",
                        List.of("setting_key"),
                        List.of(),
                        List.of("setting_value", "updated_at"),
                        List.of("description", "created_at"));
        database.inTransaction(() -> {
            values.forEach((setting, value) -> write(upsert, setting, value.toString(), ""));
            counters.bump(ChangeCounters.Kind.SETTINGS);
        });
    }

    /** Stores the default, or the first value given here, of every setting that has no row yet. */
    public void insertMissing(Map<Setting, String> first) {
        String insert = database.dialect()
                .insertIfAbsent(
                        "system_settings",
                        List.of("setting_key"),
                        List.of("setting_value", "updated_at", "description", "created_at"));
        database.inTransaction(() -> {
            for (Setting setting : Setting.values()) {
                String value = first.getOrDefault(setting, setting.defaultText());
                write(insert, setting, value, "config." + setting.key() + "_desc");
            }
        });
    }

    private void write(String sql, Setting setting, String value, String description) {
        Object now = database.dialect().time(time.instant());
        database.write(sql)
                .param("setting_key", setting.key())
                .param("setting_value", value)
                .param("description", description)
                .param("created_at", now)
                .param("updated_at", now)
                .update();
    }
}
