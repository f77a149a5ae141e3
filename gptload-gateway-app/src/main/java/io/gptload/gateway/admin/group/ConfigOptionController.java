package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.SettingValues;
import io.gptload.gateway.admin.setting.SettingTexts;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a group may set differently from the system, and what the system says. */
@RestController
class ConfigOptionController {

    private static final List<Setting> ORDER = List.of(
            Setting.REQUEST_TIMEOUT,
            Setting.IDLE_CONN_TIMEOUT,
            Setting.CONNECT_TIMEOUT,
            Setting.MAX_IDLE_CONNS,
            Setting.MAX_IDLE_CONNS_PER_HOST,
            Setting.RESPONSE_HEADER_TIMEOUT,
            Setting.PROXY_URL,
            Setting.MAX_RETRIES,
            Setting.BLACKLIST_THRESHOLD,
            Setting.FAILOVER_STATUS_CODES,
            Setting.KEY_VALIDATION_INTERVAL_MINUTES,
            Setting.KEY_VALIDATION_CONCURRENCY,
            Setting.KEY_VALIDATION_TIMEOUT_SECONDS,
            Setting.ENABLE_REQUEST_BODY_LOGGING);

    private final JdbcStore store;
    private final Messages messages;
    private final SettingTexts texts;

    ConfigOptionController(JdbcStore store, Messages messages, SettingTexts texts) {
        this.store = store;
        this.messages = messages;
        this.texts = texts;
    }

    record Option(String key, String name, String description, Object defaultValue) {}

    @GetMapping("/api/groups/config-options")
    ApiReply options() {
        SettingValues values = store.settings().load(problem -> {});
        return ApiReply.of(
                messages.get("common.success"),
                ORDER.stream()
                        .map(setting -> new Option(
                                setting.key(), texts.name(setting), texts.description(setting), values.get(setting)))
                        .toList());
    }
}
