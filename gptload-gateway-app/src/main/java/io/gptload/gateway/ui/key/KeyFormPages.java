package io.gptload.gateway.ui.key;

import io.gptload.client.config.KeyOptions;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.gateway.admin.group.GroupEditing;
import io.gptload.gateway.admin.key.GroupKeys;
import io.gptload.gateway.admin.key.KeyOptionChange;
import io.gptload.gateway.ui.AdminPage;
import io.gptload.gateway.ui.Toast;
import io.gptload.gateway.ui.UiTexts;
import io.gptload.gateway.web.ApiException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is typed about keys: a note, and how they are used. What somebody else stored meanwhile is not overwritten unseen. */
@AdminPage
class KeyFormPages {

    private static final int UNPROCESSABLE = 422;

    private final JdbcStore store;
    private final GroupEditing groups;
    private final GroupKeys keys;
    private final KeyTable table;
    private final UiTexts texts;

    KeyFormPages(JdbcStore store, GroupEditing groups, GroupKeys keys, KeyTable table, UiTexts texts) {
        this.store = store;
        this.groups = groups;
        this.keys = keys;
        this.table = table;
        this.texts = texts;
    }

    @GetMapping("/groups/{id}/keys/{key}/notes")
    String note(@PathVariable("id") long id, @PathVariable("key") long key, Model model) {
        KeyRow row = find(id, key);
        return note(row, row.notes(), null, model);
    }

    /** @param shown what the note was when it was shown */
    @PostMapping("/groups/{id}/keys/{key}/notes")
    String note(
            @PathVariable("id") long id,
            @PathVariable("key") long key,
            @RequestParam("notes") String typed,
            @RequestParam("was") String shown,
            HttpServletResponse response,
            Model model) {
        KeyRow row = find(id, key);
        String problem = null;
        if (!row.notes().equals(shown) && !row.notes().equals(typed.strip())) {
            problem = texts.get("ui.changed_meanwhile", row.notes());
        } else {
            try {
                keys.setNotes(row.id(), typed);
            } catch (ApiException e) {
                problem = texts.atField(e);
            }
        }
        if (problem != null) {
            response.setStatus(UNPROCESSABLE);
            return note(row, typed, problem, model);
        }
        Toast.doneToKeys(response, texts.get("keys.noted"));
        return note(row, typed, null, model);
    }

    private String note(KeyRow row, String note, @Nullable String problem, Model model) {
        model.addAttribute("note", note);
        model.addAttribute("noted", row);
        model.addAttribute("masked", table.masked(row));
        model.addAttribute("problems", problem == null ? Map.of() : Map.of("notes", problem));
        return "group :: note";
    }

    @GetMapping("/groups/{id}/keys/options")
    String options(
            @PathVariable("id") long id,
            @RequestParam(name = "key", defaultValue = "") List<Long> chosen,
            Model model) {
        GroupRow group = groups.get(id);
        List<KeyRow> rows = rows(group, chosen);
        KeyOptionsForm stored = stored(group, rows, now());
        return options(group, rows, stored, stored, Map.of(), model);
    }

    @PostMapping("/groups/{id}/keys/options")
    String options(
            @PathVariable("id") long id,
            @RequestParam(name = "key", defaultValue = "") List<Long> chosen,
            @RequestParam Map<String, String> fields,
            HttpServletResponse response,
            Model model) {
        GroupRow group = groups.get(id);
        List<KeyRow> rows = rows(group, chosen);
        Instant now = now();
        KeyOptionsForm stored = stored(group, rows, now);
        KeyOptionsForm typed = KeyOptionsForm.sent(fields, "");
        KeyOptionsInput input = new KeyOptionsInput(typed, KeyOptionsForm.sent(fields, "was_"), texts);
        Map<String, String> problems = input.problems(stored, now);
        if (!problems.isEmpty()) {
            response.setStatus(UNPROCESSABLE);
            return options(group, rows, typed, stored, problems, model);
        }
        if (!input.isEmpty()) {
            KeyOptionChange change = input.change();
            keys.use(group, rows.stream().map(KeyRow::id).toList(), change::apply, change.described());
        }
        Toast.doneToKeys(response, texts.get("options.saved", rows.size()));
        return options(group, rows, typed, typed, Map.of(), model);
    }

    /** How the budgets of a key stand now. */
    @GetMapping("/groups/{id}/keys/{key}/budgets")
    String budgets(@PathVariable("id") long id, @PathVariable("key") long key, Model model) {
        return budgets(groups.get(id), find(id, key), model);
    }

    private String budgets(GroupRow group, KeyRow row, Model model) {
        model.addAttribute("budgets", table.budgets(group, row));
        model.addAttribute("budgetsOf", row);
        return "group :: budgets";
    }

    private String options(
            GroupRow group,
            List<KeyRow> rows,
            KeyOptionsForm typed,
            KeyOptionsForm stored,
            Map<String, String> problems,
            Model model) {
        model.addAttribute("row", group);
        model.addAttribute("used", rows);
        model.addAttribute(
                "usedTitle",
                rows.size() == 1
                        ? texts.get("options.of", table.masked(rows.get(0)))
                        : texts.get("options.of_many", rows.size()));
        model.addAttribute("options", typed);
        model.addAttribute("was", stored);
        model.addAttribute("problems", problems);
        if (rows.size() == 1) {
            budgets(group, rows.get(0), model);
        }
        model.addAttribute("zone", ZoneId.systemDefault().getId());
        return "group :: options";
    }

    private KeyOptionsForm stored(GroupRow group, List<KeyRow> rows, Instant now) {
        Map<Long, KeyOptions> byKey = store.keyOptions().ofGroup(group.id());
        return KeyOptionsForm.of(
                rows.stream()
                        .map(row -> byKey.getOrDefault(row.id(), KeyOptions.DEFAULTS))
                        .toList(),
                now);
    }

    private Instant now() {
        return store.options().time().instant();
    }

    private List<KeyRow> rows(GroupRow group, List<Long> ids) {
        List<KeyRow> rows = new ArrayList<>();
        store.keys().forEach(group.id(), ids.stream().filter(Objects::nonNull).toList(), rows::add);
        if (rows.isEmpty()) {
            throw ApiException.notFound("key.not_found");
        }
        return rows;
    }

    private KeyRow find(long group, long key) {
        return store.keys()
                .find(key)
                .filter(row -> row.groupId() == group)
                .orElseThrow(() -> ApiException.notFound("key.not_found"));
    }
}
