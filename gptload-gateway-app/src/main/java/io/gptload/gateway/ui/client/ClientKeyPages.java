package io.gptload.gateway.ui.client;

import io.gptload.client.store.jdbc.Page;
import io.gptload.gateway.admin.clientkey.ClientKeyEditing;
import io.gptload.gateway.admin.clientkey.ClientKeyItem;
import io.gptload.gateway.admin.clientkey.ClientKeyViews;
import io.gptload.gateway.ui.AdminPage;
import io.gptload.gateway.ui.UiTexts;
import io.gptload.gateway.web.Paging;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All client keys, and what is done to one as a whole. */
@AdminPage
class ClientKeyPages {

    private static final String ROWS = "50";

    private final ClientKeyEditing clients;
    private final ClientKeyViews views;
    private final JsonMapper json;
    private final UiTexts texts;

    ClientKeyPages(ClientKeyEditing clients, ClientKeyViews views, JsonMapper json, UiTexts texts) {
        this.clients = clients;
        this.views = views;
        this.json = json;
        this.texts = texts;
    }

    @GetMapping("/client-keys")
    String list(
            @RequestParam(name = "q", defaultValue = "") String text,
            @RequestParam(name = "page", required = false) @Nullable String page,
            Model model) {
        Paging paging = Paging.of(page, ROWS);
        Page<ClientKeyItem> found = views.page(text.strip(), paging);
        model.addAttribute("q", text);
        model.addAttribute("items", found.items());
        model.addAttribute("page", paging.page());
        model.addAttribute("pages", Math.max(1, (found.total() + paging.size() - 1) / paging.size()));
        model.addAttribute("total", found.total());
        return "client-keys";
    }

    @PostMapping("/client-keys/{id}/enable")
    String enable(@PathVariable("id") long id, @RequestParam("enabled") boolean enabled, RedirectAttributes next) {
        ObjectNode change = json.createObjectNode().put("enabled", enabled);
        String name = clients.change(id, change).name();
        next.addFlashAttribute("flash", texts.get(enabled ? "client.enabled" : "client.disabled", name));
        return "redirect:/client-keys";
    }

    /** The key is in this answer and nowhere else. */
    @PostMapping("/client-keys/{id}/rotate")
    String rotate(@PathVariable("id") long id, Model model) {
        model.addAttribute("issued", clients.rotate(id));
        return "client-key-issued";
    }

    @PostMapping("/client-keys/{id}/delete")
    String delete(@PathVariable("id") long id, RedirectAttributes next) {
        String name = clients.get(id).name();
        clients.remove(id);
        next.addFlashAttribute("flash", texts.get("client.deleted", name));
        return "redirect:/client-keys";
    }
}
