package io.gptload.gateway.admin.setting;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gptload.client.config.ConfigurationException;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.SettingValues;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Shows and changes the system settings. */
@RestController
class SettingController {

    private final JdbcStore store;
    private final SettingChanges changes;
    private final Messages messages;
    private final SettingTexts texts;

    SettingController(JdbcStore store, SettingChanges changes, Messages messages, SettingTexts texts) {
        this.store = store;
        this.changes = changes;
        this.messages = messages;
        this.texts = texts;
    }

    record Category(String categoryName, List<Item> settings) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String key,
            String name,
            Object value,
            String type,
            String defaultValue,
            String description,
            String category,
            @Nullable Integer minValue,
            boolean required) {}

    @GetMapping("/api/settings")
    ApiReply settings() {
        SettingValues values = store.settings().load(problem -> {});
        return ApiReply.of(
                messages.get("common.success"),
                Arrays.stream(SettingCategory.values())
                        .map(category -> shown(category, values))
                        .toList());
    }

    private Category shown(SettingCategory category, SettingValues values) {
        String name = messages.get(category.messageId());
        return new Category(
                name,
                category.settings().stream()
                        .map(setting -> item(setting, name, values))
                        .toList());
    }

    private Item item(Setting setting, String category, SettingValues values) {
        boolean number = setting.type() == Setting.Type.NUMBER;
        String type = switch (setting.type()) {
            case NUMBER -> "int";
            case FLAG -> "bool";
            case TEXT -> "string";
        };
        return new Item(
                setting.key(),
                texts.name(setting),
                values.get(setting),
                type,
                setting.defaultText(),
                texts.description(setting),
                category,
                number ? setting.minimum() : null,
                setting.required());
    }

    /** All of the values given are stored, or none. */
    @PutMapping("/api/settings")
    ApiReply change(@RequestBody ObjectNode values) {
        try {
            changes.apply(values);
        } catch (ConfigurationException e) {
            throw ApiException.notAllowed(e);
        }
        return ApiReply.of(messages.get("settings.update_success"));
    }
}
