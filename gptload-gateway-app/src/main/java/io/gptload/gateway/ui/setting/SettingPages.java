package io.gptload.gateway.ui.setting;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.SettingValues;
import io.gptload.gateway.admin.setting.SettingCategory;
import io.gptload.gateway.admin.setting.SettingChanges;
import io.gptload.gateway.admin.setting.SettingInput;
import io.gptload.gateway.admin.setting.SettingTexts;
import io.gptload.gateway.ui.AdminPage;
import io.gptload.gateway.ui.UiTexts;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The system settings. Either all that was typed is right and in force, or nothing changes. */
@AdminPage
class SettingPages {

    private static final int UNPROCESSABLE = 422;

    private final JdbcStore store;
    private final SettingChanges changes;
    private final SettingTexts settingTexts;
    private final UiTexts texts;
    private final JsonMapper json;

    SettingPages(JdbcStore store, SettingChanges changes, SettingTexts settingTexts, UiTexts texts, JsonMapper json) {
        this.store = store;
        this.changes = changes;
        this.settingTexts = settingTexts;
        this.texts = texts;
        this.json = json;
    }

    /** What a field was when it was shown goes along under this and its name. */
    private static final String SHOWN = "was.";

    /** A setting. @param value what stands in its field @param stored what it is */
    record Item(
            String key, String name, String description, String type, String value, String stored, String standard) {}

    record Category(String id, String name, List<Item> items) {}

    @GetMapping("/settings")
    String show(Model model) {
        SettingValues stored = store.settings().load(problem -> {});
        return form(stored, Map.of(), Map.of(), model);
    }

    @PostMapping("/settings")
    String save(
            @RequestParam Map<String, String> typed,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        SettingValues stored = store.settings().load(problem -> {});
        Map<String, String> problems = new LinkedHashMap<>();
        ObjectNode changed = json.createObjectNode();
        boolean stale = false;
        for (Setting setting : Setting.values()) {
            String now = String.valueOf(stored.get(setting));
            String text = typed.getOrDefault(setting.key(), now);
            String shown = typed.getOrDefault(SHOWN + setting.key(), now);
            if (text.equals(shown) || text.equals(now)) {
                continue; // nobody touched it here, or it is that already
            }
            try {
                JsonNode value = value(setting, text);
                SettingInput.read(setting, value);
                changed.set(setting.key(), value);
                if (!now.equals(shown)) {
                    stale = true;
                    problems.put(setting.key(), texts.get("ui.changed_meanwhile", mayShow(setting) ? now : "****"));
                }
            } catch (ConfigurationException e) {
                problems.put(setting.key(), settingTexts.allowed(setting));
            }
        }
        if (!problems.isEmpty()) {
            response.setStatus(stale ? HttpServletResponse.SC_CONFLICT : UNPROCESSABLE);
            model.addAttribute("stale", stale);
            return form(stored, untouchedAsStored(typed, stored), problems, model);
        }
        changes.apply(changed);
        next.addFlashAttribute("flash", texts.get("settings.saved", changed.size()));
        return "redirect:/settings";
    }

    /** What was typed; a field nobody touched shows what is stored now. */
    private static Map<String, String> untouchedAsStored(Map<String, String> typed, SettingValues stored) {
        Map<String, String> fields = new LinkedHashMap<>(typed);
        for (Setting setting : Setting.values()) {
            String shown = typed.get(SHOWN + setting.key());
            if (shown != null && shown.equals(typed.get(setting.key()))) {
                fields.put(setting.key(), String.valueOf(stored.get(setting)));
            }
        }
        return fields;
    }

    private static boolean mayShow(Setting setting) {
        return setting != Setting.PROXY_KEYS;
    }

    private static JsonNode value(Setting setting, String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (setting.type()) {
            case TEXT -> nodes.stringNode(text);
            case FLAG -> nodes.booleanNode(text.equals("true"));
            case NUMBER -> {
                try {
                    yield nodes.numberNode(Long.parseLong(text.strip()));
                } catch (NumberFormatException e) {
                    yield nodes.stringNode(text);
                }
            }
        };
    }

    private String form(SettingValues stored, Map<String, String> typed, Map<String, String> problems, Model model) {
        List<Category> categories = new ArrayList<>();
        for (SettingCategory category : SettingCategory.values()) {
            categories.add(new Category(
                    category.name(),
                    category.messageId(),
                    category.settings().stream()
                            .map(setting -> item(setting, stored, typed))
                            .toList()));
        }
        model.addAttribute("categories", categories);
        model.addAttribute("problems", problems);
        return "settings";
    }

    private Item item(Setting setting, SettingValues stored, Map<String, String> typed) {
        return new Item(
                setting.key(),
                settingTexts.name(setting),
                settingTexts.description(setting),
                mayShow(setting) ? setting.type().name() : "SECRET",
                typed.getOrDefault(setting.key(), String.valueOf(stored.get(setting))),
                String.valueOf(stored.get(setting)),
                setting.defaultText());
    }
}
