package io.gptload.gateway.admin.setting;

import io.gptload.client.store.jdbc.Setting;
import io.gptload.gateway.web.Messages;
import org.springframework.stereotype.Component;

/** What people read about a setting, in the language of the request. Thread-safe. */
@Component
public class SettingTexts {

    private final Messages messages;

    SettingTexts(Messages messages) {
        this.messages = messages;
    }

    /** What it is called. */
    public String name(Setting setting) {
        return messages.get(id(setting));
    }

    /** What it does. */
    public String description(Setting setting) {
        return messages.get(id(setting) + "_desc");
    }

    /** What its value may be. */
    public String allowed(Setting setting) {
        return switch (setting) {
            case FAILOVER_STATUS_CODES -> messages.get("config.allowed.status_codes");
            case PROXY_URL -> messages.get("config.allowed.proxy_url");
            default ->
                switch (setting.type()) {
                    case NUMBER ->
                        messages.get("config.allowed.number", setting.minimum(), SettingInput.maximum(setting));
                    case FLAG -> messages.get("config.allowed.flag");
                    case TEXT -> messages.get("config.allowed.text");
                };
        };
    }

    private static String id(Setting setting) {
        return "config."
                + switch (setting) {
                    case REQUEST_LOG_RETENTION_DAYS -> "log_retention_days";
                    case REQUEST_LOG_WRITE_INTERVAL_MINUTES -> "log_write_interval";
                    case KEY_VALIDATION_INTERVAL_MINUTES -> "key_validation_interval";
                    case KEY_VALIDATION_TIMEOUT_SECONDS -> "key_validation_timeout";
                    default -> setting.key();
                };
    }
}
