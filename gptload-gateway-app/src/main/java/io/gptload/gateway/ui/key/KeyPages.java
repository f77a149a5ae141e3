package io.gptload.gateway.ui.key;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.PoolCounts;
import io.gptload.client.policy.Category;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.HourTotals;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.gateway.admin.PendingWrites;
import io.gptload.gateway.admin.group.GroupEditing;
import io.gptload.gateway.admin.key.KeyExport;
import io.gptload.gateway.admin.task.Tasks;
import io.gptload.gateway.ui.AdminPage;
import io.gptload.gateway.ui.Toast;
import io.gptload.gateway.ui.UiTexts;
import io.gptload.gateway.web.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** One group and the table of its keys. */
@AdminPage
class KeyPages {

    private static final Logger AUDIT = LoggerFactory.getLogger("io.gptload.gateway.audit");
    private static final PoolCounts NONE = new PoolCounts(0, 0, 0);
    private static final List<Category> CAUSES =
            List.of(Category.RATE_LIMITED, Category.QUOTA_EXHAUSTED, Category.NOT_PERMITTED, Category.KEY_REJECTED);

    private final JdbcStore store;
    private final GptLoad engine;
    private final GroupEditing groups;
    private final KeyTable table;
    private final KeyChoice choice;
    private final KeyExport export;
    private final MemberList members;
    private final Tasks tasks;
    private final PendingWrites pending;
    private final UiTexts texts;

    KeyPages(
            JdbcStore store,
            GptLoad engine,
            GroupEditing groups,
            KeyTable table,
            KeyChoice choice,
            KeyExport export,
            MemberList members,
            Tasks tasks,
            PendingWrites pending,
            UiTexts texts) {
        this.store = store;
        this.engine = engine;
        this.groups = groups;
        this.table = table;
        this.choice = choice;
        this.export = export;
        this.members = members;
        this.tasks = tasks;
        this.pending = pending;
        this.texts = texts;
    }

    @GetMapping("/groups/{id}")
    String show(
            @PathVariable("id") long id,
            @RequestParam Map<String, String> asked,
            HttpServletRequest request,
            Model model) {
        GroupRow row = groups.get(id);
        pending.write();
        model.addAttribute("row", row);
        model.addAttribute("loaded", engine.findGroup(row.name()) != null);
        model.addAttribute(
                "endpoint", request.getScheme() + "://" + request.getHeader("Host") + "/proxy/" + row.name());
        counts(row, model);
        if (row.isAggregate()) {
            members.show(row, model);
            return "aggregate";
        }
        model.addAttribute("causes", CAUSES);
        model.addAttribute("task", tasks.status(id));
        lines(row, KeyQuestion.of(asked), model);
        return "group";
    }

    private void counts(GroupRow row, Model model) {
        Group known = engine.findGroup(row.name());
        Instant now = Instant.now();
        HourTotals day = store.hourlyStats().totals(now.minus(Duration.ofDays(1)), now, row.id());
        model.addAttribute("counts", known == null ? NONE : known.counts());
        model.addAttribute("day", day);
    }

    @GetMapping("/groups/{id}/keys")
    String keys(@PathVariable("id") long id, @RequestParam Map<String, String> asked, Model model) {
        GroupRow row = groups.get(id);
        lines(row, KeyQuestion.of(asked), model);
        counts(row, model);
        model.addAttribute("refresh", true);
        return "group :: table";
    }

    private void lines(GroupRow row, KeyQuestion question, Model model) {
        pending.write();
        model.addAttribute("row", row);
        model.addAttribute("question", question);
        model.addAttribute("keys", table.find(row, question));
    }

    /** To the keys that were chosen, or to one. */
    @PostMapping("/groups/{id}/keys")
    String apply(
            @PathVariable("id") long id,
            @RequestParam("action") String action,
            @RequestParam(name = "key", defaultValue = "") List<Long> chosen,
            @RequestParam(name = "only", defaultValue = "0") long only,
            @RequestParam Map<String, String> asked,
            HttpServletResponse response,
            Model model) {
        GroupRow row = groups.get(id);
        try {
            KeyChoice.Result result = choice.apply(row, action, only > 0 ? List.of(only) : chosen);
            if (result.good()) {
                Toast.done(response, result.text());
            } else {
                Toast.failed(response, result.text());
            }
        } catch (ApiException e) {
            Toast.failed(response, texts.of(e));
        }
        return keys(id, asked, model);
    }

    /** The key in clear, for whoever asks for it. */
    @PostMapping("/groups/{id}/keys/{key}/reveal")
    String reveal(@PathVariable("id") long id, @PathVariable("key") long key, Model model) {
        KeyRow row = find(id, key);
        String secret = row.reveal(store.options().cipher());
        AUDIT.info("Key {} of group {} was shown to the administrator", table.masked(row), id);
        model.addAttribute("revealed", key);
        model.addAttribute("secret", secret == null ? texts.get("keys.unreadable") : secret);
        return "group :: secret";
    }

    private KeyRow find(long group, long key) {
        return store.keys()
                .find(key)
                .filter(row -> row.groupId() == group)
                .orElseThrow(() -> ApiException.notFound("key.not_found"));
    }

    @GetMapping("/groups/{id}/keys/export")
    @ResponseBody
    void export(
            @PathVariable("id") long id,
            @RequestParam(name = "status", defaultValue = KeyExport.ALL) String status,
            HttpServletResponse response)
            throws IOException {
        GroupRow row = groups.get(id);
        AUDIT.info("The keys of group {} were exported by the administrator", row.name());
        export.send(row, status, response);
    }
}
