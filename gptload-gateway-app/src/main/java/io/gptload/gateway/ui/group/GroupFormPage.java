package io.gptload.gateway.ui.group;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.StaleVersionException;
import io.gptload.client.wire.Channel;
import io.gptload.gateway.admin.group.GroupEditing;
import io.gptload.gateway.admin.setting.SettingTexts;
import io.gptload.gateway.ui.AdminPage;
import io.gptload.gateway.ui.UiTexts;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The form of a group. What is typed stays until it is right; nothing is stored before all of it is. */
@AdminPage
class GroupFormPage {

    private static final String OVERRIDE = "config.";

    private final JdbcStore store;
    private final GroupEditing groups;
    private final SettingTexts settingTexts;
    private final UiTexts texts;

    GroupFormPage(JdbcStore store, GroupEditing groups, SettingTexts settingTexts, UiTexts texts) {
        this.store = store;
        this.groups = groups;
        this.settingTexts = settingTexts;
        this.texts = texts;
    }

    /** A setting a group may have its own value of. @param system what is in force without one */
    record Overridable(String key, String name, String description, String type, String system) {}

    @GetMapping("/groups/new")
    String blank(@RequestParam(name = "type", required = false) @Nullable String type, Model model) {
        return form(GroupForm.empty(GroupRow.AGGREGATE.equals(type)), null, Map.of(), model);
    }

    @PostMapping("/groups")
    String create(
            @RequestParam MultiValueMap<String, String> fields,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        GroupForm form = GroupForm.sent(fields);
        Map<String, String> problems = groups.problems(null, form.json());
        if (!problems.isEmpty()) {
            return refused(form, null, problems, response, model);
        }
        GroupRow row = groups.create(form.json());
        next.addFlashAttribute("flash", texts.get("groups.created", row.name()));
        return "redirect:/groups/" + row.id();
    }

    @GetMapping("/groups/{id}/edit")
    String edit(@PathVariable("id") long id, Model model) {
        GroupRow row = groups.get(id);
        return form(GroupForm.of(row, store.groupSettings().of(id)), row, Map.of(), model);
    }

    @PostMapping("/groups/{id}/edit")
    String change(
            @PathVariable("id") long id,
            @RequestParam MultiValueMap<String, String> fields,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        GroupRow row = groups.get(id);
        GroupForm form = GroupForm.sent(fields);
        Map<String, String> problems = groups.problems(row, form.json());
        if (!problems.isEmpty()) {
            return refused(form, row, problems, response, model);
        }
        Long version = form.version();
        try {
            groups.change(row, version == null ? -1 : version, form.json());
        } catch (StaleVersionException e) {
            return changedMeanwhile(form, groups.get(id), response, model);
        }
        next.addFlashAttribute("flash", texts.get("groups.saved"));
        return "redirect:/groups/" + id;
    }

    /** What was typed stays; whoever sends it again has seen what it will replace. */
    private String changedMeanwhile(GroupForm form, GroupRow stored, HttpServletResponse response, Model model) {
        GroupForm theirs = GroupForm.of(stored, store.groupSettings().of(stored.id()));
        model.addAttribute("theirs", GroupDifferences.between(form, theirs, texts));
        model.addAttribute("stale", true);
        model.addAttribute("version", stored.version());
        response.setStatus(HttpServletResponse.SC_CONFLICT);
        return form(form, stored, Map.of(), model);
    }

    private String refused(
            GroupForm form,
            @Nullable GroupRow row,
            Map<String, String> problems,
            HttpServletResponse response,
            Model model) {
        response.setStatus(422);
        return form(form, row, inWords(problems), model);
    }

    /** What is wrong with a setting is said as the page of settings does. */
    private Map<String, String> inWords(Map<String, String> problems) {
        Map<String, String> words = new LinkedHashMap<>(problems);
        words.replaceAll((field, text) -> field.startsWith(OVERRIDE)
                ? Setting.ofKey(field.substring(OVERRIDE.length()))
                        .map(settingTexts::allowed)
                        .orElse(text)
                : text);
        return words;
    }

    private String form(GroupForm form, @Nullable GroupRow row, Map<String, String> problems, Model model) {
        if (!model.containsAttribute("theirs")) {
            model.addAttribute("theirs", GroupDifferences.NONE);
        }
        var system = store.settings().load(problem -> {});
        model.addAttribute("form", form);
        model.addAttribute("row", row);
        model.addAttribute("problems", problems);
        model.addAttribute(
                "channels", Arrays.stream(Channel.values()).map(Channel::id).toList());
        model.addAttribute(
                "overrides",
                Arrays.stream(Setting.values())
                        .filter(Setting::overridable)
                        .map(setting -> new Overridable(
                                setting.key(),
                                settingTexts.name(setting),
                                settingTexts.description(setting),
                                setting.type().name(),
                                String.valueOf(system.get(setting))))
                        .toList());
        model.addAttribute("extras", ExtraDefaults.all());
        return "group-form";
    }
}
