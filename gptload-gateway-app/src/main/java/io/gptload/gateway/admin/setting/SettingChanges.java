package io.gptload.gateway.admin.setting;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.gateway.catalog.Catalog;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Changes system settings: all that are given, or none. Thread-safe. */
@Component
public class SettingChanges {

    private final JdbcStore store;
    private final Catalog catalog;

    SettingChanges(JdbcStore store, Catalog catalog) {
        this.store = store;
        this.catalog = catalog;
    }

    /**
     * Stores them; they are in force when this returns.
     *
     * @param values by name
     * @throws ConfigurationException for the first that is not allowed; nothing is stored then
     */
    public void apply(ObjectNode values) {
        Map<Setting, Object> read = new EnumMap<>(Setting.class);
        values.properties().forEach(value -> {
            Setting setting = SettingInput.known(value.getKey(), each -> true);
            read.put(setting, SettingInput.read(setting, value.getValue()));
        });
        if (!read.isEmpty()) {
            store.settings().save(read);
            catalog.refresh();
        }
    }
}
