package io.gptload.gateway.admin.clientkey;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gptload.client.store.jdbc.Page;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.Paging;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Lists, makes, changes and removes the keys of clients. A key itself is in the answer that makes it, and nowhere else. */
@RestController
class ClientKeyController {

    private final ClientKeyEditing clients;
    private final ClientKeyViews views;
    private final Messages messages;

    ClientKeyController(ClientKeyEditing clients, ClientKeyViews views, Messages messages) {
        this.clients = clients;
        this.views = views;
        this.messages = messages;
    }

    /** A client key with the key itself. */
    record Shown(@JsonUnwrapped ClientKeyItem item, String token) {

        @Override
        public String toString() {
            return "Shown[" + item.id() + "]";
        }
    }

    @GetMapping("/api/gptload/client-keys")
    ApiReply list(
            @RequestParam(name = "search", required = false) @Nullable String search,
            @RequestParam(name = "page", required = false) @Nullable String page,
            @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
        Paging paging = Paging.of(page, pageSize);
        Page<ClientKeyItem> found = views.page(search == null ? "" : search.strip(), paging);
        return success(paging.reply(found.items(), found.total()));
    }

    @GetMapping("/api/gptload/client-keys/{id}")
    ApiReply get(@PathVariable("id") long id) {
        return success(views.of(clients.get(id)));
    }

    @PostMapping("/api/gptload/client-keys")
    ResponseEntity<ApiReply> create(@RequestBody ObjectNode body) {
        return shown(clients.create(body));
    }

    @PutMapping("/api/gptload/client-keys/{id}")
    ApiReply change(@PathVariable("id") long id, @RequestBody ObjectNode body) {
        return success(views.of(clients.change(id, body)));
    }

    @PostMapping("/api/gptload/client-keys/{id}/rotate")
    ResponseEntity<ApiReply> rotate(@PathVariable("id") long id) {
        return shown(clients.rotate(id));
    }

    @DeleteMapping("/api/gptload/client-keys/{id}")
    ApiReply delete(@PathVariable("id") long id) {
        clients.remove(id);
        return ApiReply.of(messages.get("common.success"));
    }

    private ResponseEntity<ApiReply> shown(ClientKeyEditing.Issued issued) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(success(new Shown(views.of(issued.row()), issued.token().text())));
    }

    private ApiReply success(Object data) {
        return ApiReply.of(messages.get("common.success"), data);
    }
}
