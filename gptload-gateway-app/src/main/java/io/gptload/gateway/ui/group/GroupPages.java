package io.gptload.gateway.ui.group;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.PoolCounts;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.admin.group.GroupEditing;
import io.gptload.gateway.ui.AdminPage;
import io.gptload.gateway.ui.FieldProblem;
import io.gptload.gateway.ui.UiTexts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** All groups, and what is done to one as a whole. */
@AdminPage
class GroupPages {

    private static final PoolCounts NONE = new PoolCounts(0, 0, 0);

    private final JdbcStore store;
    private final GptLoad engine;
    private final GroupEditing groups;
    private final UiTexts texts;

    GroupPages(JdbcStore store, GptLoad engine, GroupEditing groups, UiTexts texts) {
        this.store = store;
        this.engine = engine;
        this.groups = groups;
        this.texts = texts;
    }

    /** A group in the list. @param loaded whether calls can go through it @param day its calls of the last 24 hours */
    record Line(GroupRow row, PoolCounts counts, boolean loaded, HourTotals day) {}

    @GetMapping("/groups")
    String list(Model model) {
        Instant now = Instant.now();
        Map<Long, HourTotals> days = store.hourlyStats().totalsByGroup(now.minus(Duration.ofDays(1)), now);
        model.addAttribute(
                "lines",
                store.groups().list().stream()
                        .map(row -> line(row, days.getOrDefault(row.id(), HourTotals.NONE)))
                        .toList());
        return "groups";
    }

    private Line line(GroupRow row, HourTotals day) {
        Group group = engine.findGroup(row.name());
        return new Line(row, group == null ? NONE : group.counts(), group != null, day);
    }

    /** Up or down by one. */
    @PostMapping("/groups/{id}/move")
    String move(@PathVariable("id") long id, @RequestParam("by") int by, Model model) {
        List<Long> ids =
                new ArrayList<>(store.groups().list().stream().map(GroupRow::id).toList());
        int from = ids.indexOf(id);
        int to = Math.max(0, Math.min(ids.size() - 1, from + Integer.signum(by)));
        if (from >= 0) {
            ids.add(to, ids.remove(from));
            groups.order(ids);
        }
        model.addAttribute("moved", id);
        list(model);
        return "groups :: list";
    }

    @PostMapping("/groups/{id}/copy")
    String copy(@PathVariable("id") long id, @RequestParam("keys") String keys, RedirectAttributes next) {
        GroupRow copy = groups.copy(id, keys);
        next.addFlashAttribute("flash", texts.get("groups.copied", copy.name()));
        return "redirect:/groups/" + copy.id();
    }

    /** Whoever deletes a group types its name: its keys are gone with it. */
    @PostMapping("/groups/{id}/delete")
    String delete(@PathVariable("id") long id, @RequestParam("name") String name, RedirectAttributes next) {
        GroupRow group = groups.get(id);
        if (!group.name().equals(name.strip())) {
            next.addFlashAttribute(
                    "wrong", new FieldProblem("delete-name", name, texts.get("groups.type_name", group.name())));
            return "redirect:/groups/" + id;
        }
        groups.remove(id);
        next.addFlashAttribute("flash", texts.get("groups.deleted", group.name()));
        return "redirect:/groups";
    }
}
