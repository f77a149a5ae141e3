package io.gptload.gateway.admin.dashboard;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.gateway.config.GatewaySettings;
import io.gptload.gateway.web.Messages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/** Looks at all secrets of the gateway's own. */
@Component
class SecurityReview {

    private final GatewaySettings settings;
    private final JdbcStore store;
    private final SecretStrength strength;
    private final Messages messages;

    SecurityReview(GatewaySettings settings, JdbcStore store, SecretStrength strength, Messages messages) {
        this.settings = settings;
        this.store = store;
        this.strength = strength;
        this.messages = messages;
    }

    /** What should be better. */
    List<SecurityWarning> warnings() {
        List<SecurityWarning> warnings = new ArrayList<>();
        if (settings.authKey().isEmpty()) {
            warnings.add(missing("AUTH_KEY", "dashboard.auth_key_missing", "dashboard.auth_key_required"));
        } else {
            warnings.addAll(strength.check("AUTH_KEY", settings.authKey().value()));
        }
        if (settings.encryptionKey().isEmpty()) {
            warnings.add(missing(
                    "ENCRYPTION_KEY", "dashboard.encryption_key_missing", "dashboard.encryption_key_recommended"));
        } else {
            warnings.addAll(
                    strength.check("ENCRYPTION_KEY", settings.encryptionKey().value()));
        }
        String global = store.settings().load(problem -> {}).text(Setting.PROXY_KEYS);
        check(messages.get("dashboard.global_proxy_key"), global, warnings);
        for (GroupRow group : store.groups().list()) {
            check(messages.get("dashboard.group_proxy_key") + " [" + group.name() + "]", group.proxyKeys(), warnings);
        }
        return warnings;
    }

    private SecurityWarning missing(String type, String message, String suggestion) {
        return new SecurityWarning(type, messages.get(message), SecurityWarning.HIGH, messages.get(suggestion));
    }

    private void check(String label, String commaSeparated, List<SecurityWarning> warnings) {
        List<String> keys = Arrays.stream(commaSeparated.split(","))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .toList();
        for (int i = 0; i < keys.size(); i++) {
            warnings.addAll(strength.check(label + " #" + (i + 1), keys.get(i)));
        }
    }
}
