package io.gptload.gateway.admin.setting;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.SettingValues;
import io.gptload.gateway.admin.audit.AuditTrail;
import io.gptload.gateway.catalog.Catalog;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Changes system settings: all that are given, or none. Thread-safe. */
@Component
public class SettingChanges {

    private final JdbcStore store;
    private final Catalog catalog;
    private final AuditTrail audit;

    SettingChanges(JdbcStore store, Catalog catalog, AuditTrail audit) {
        this.audit = audit;
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
            Set<Setting> changed = changed(read);
            store.settings().save(read);
            catalog.refresh();
            changed.forEach(setting -> audit.note("setting.update", "", setting.key(), shown(setting, read)));
        }
    }

    /** The pages and gpt-load's front end send all settings there are. */
    private Set<Setting> changed(Map<Setting, Object> read) {
        SettingValues before = store.settings().load(problem -> {});
        Set<Setting> changed = EnumSet.copyOf(read.keySet());
        changed.removeIf(setting -> before.get(setting).equals(read.get(setting)));
        return changed;
    }

    /** A text may hold a secret. */
    private static String shown(Setting setting, Map<Setting, Object> read) {
        boolean text = setting.type() == Setting.Type.TEXT && setting != Setting.FAILOVER_STATUS_CODES;
        return text ? "" : String.valueOf(read.get(setting));
    }
}
