package io.gptload.gateway.ui.client;

import io.gptload.client.store.jdbc.ClientKeyRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StaleVersionException;
import io.gptload.gateway.admin.clientkey.ClientKeyEditing;
import io.gptload.gateway.ui.AdminPage;
import io.gptload.gateway.ui.UiTexts;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
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
import tools.jackson.databind.node.ObjectNode;

/** The form of a client key. What is typed stays until it is right; nothing is stored before all of it is. */
@AdminPage
class ClientKeyFormPage {

    private final JdbcStore store;
    private final ClientKeyEditing clients;
    private final UiTexts texts;

    ClientKeyFormPage(JdbcStore store, ClientKeyEditing clients, UiTexts texts) {
        this.store = store;
        this.clients = clients;
        this.texts = texts;
    }

    @GetMapping("/client-keys/new")
    String blank(Model model) {
        return form(ClientKeyForm.empty(), null, Map.of(), model);
    }

    /** The key is in this answer and nowhere else: not in the session, as it would be for a page behind a redirect. */
    @PostMapping("/client-keys")
    String create(@RequestParam MultiValueMap<String, String> fields, HttpServletResponse response, Model model) {
        ClientKeyForm form = ClientKeyForm.sent(fields);
        ObjectNode described = form.json(null);
        Map<String, String> problems = problems(0, form, described);
        if (!problems.isEmpty()) {
            return refused(form, null, problems, response, model);
        }
        model.addAttribute("issued", clients.create(described));
        return "client-key-issued";
    }

    @GetMapping("/client-keys/{id}/edit")
    String edit(@PathVariable("id") long id, Model model) {
        ClientKeyRow row = clients.get(id);
        return form(ClientKeyForm.of(row), row, Map.of(), model);
    }

    @PostMapping("/client-keys/{id}/edit")
    String change(
            @PathVariable("id") long id,
            @RequestParam MultiValueMap<String, String> fields,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model) {
        ClientKeyRow row = clients.get(id);
        ClientKeyForm form = ClientKeyForm.sent(fields);
        ObjectNode described = form.json(row);
        Map<String, String> problems = problems(id, form, described);
        if (!problems.isEmpty()) {
            return refused(form, row, problems, response, model);
        }
        try {
            clients.change(id, described);
        } catch (StaleVersionException e) {
            ClientKeyRow stored = clients.get(id);
            model.addAttribute("stale", true);
            model.addAttribute("version", stored.version());
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            return form(form, stored, Map.of(), model);
        }
        next.addFlashAttribute("flash", texts.get("client.saved"));
        return "redirect:/client-keys";
    }

    private Map<String, String> problems(long id, ClientKeyForm form, ObjectNode described) {
        Map<String, String> problems = new LinkedHashMap<>();
        clients.problems(id, described).forEach((field, problem) -> problems.put(field, texts.atField(problem)));
        if (form.lacksGroups()) {
            problems.put("group_ids", texts.get("client.choose_group"));
        }
        return problems;
    }

    private String refused(
            ClientKeyForm form,
            @Nullable ClientKeyRow row,
            Map<String, String> problems,
            HttpServletResponse response,
            Model model) {
        response.setStatus(422);
        return form(form, row, problems, model);
    }

    private String form(ClientKeyForm form, @Nullable ClientKeyRow row, Map<String, String> problems, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("row", row);
        model.addAttribute("problems", problems);
        model.addAttribute("groups", store.groups().list());
        model.addAttribute("zone", ZoneId.systemDefault().getId());
        return "client-key-form";
    }
}
