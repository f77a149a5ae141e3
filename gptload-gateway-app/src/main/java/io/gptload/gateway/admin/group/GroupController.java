package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Lists, adds, changes and removes groups. */
@RestController
class GroupController {

    private final JdbcStore store;
    private final Groups groups;
    private final GroupChanges changes;
    private final GroupViews views;
    private final Messages messages;

    GroupController(JdbcStore store, Groups groups, GroupChanges changes, GroupViews views, Messages messages) {
        this.store = store;
        this.groups = groups;
        this.changes = changes;
        this.views = views;
        this.messages = messages;
    }

    record Named(long id, String name, String displayName) {}

    @GetMapping("/api/groups")
    ApiReply list() {
        return ApiReply.of(
                messages.get("common.success"), views.of(store.groups().list()));
    }

    @GetMapping("/api/groups/list")
    ApiReply names() {
        return ApiReply.of(
                messages.get("common.success"),
                store.groups().list().stream()
                        .map(row -> new Named(row.id(), row.name(), row.displayName()))
                        .toList());
    }

    @PostMapping("/api/groups")
    ApiReply create(@RequestBody GroupBody body) {
        return ApiReply.of(
                messages.get("common.success"), views.of(groups.add(changes.created(body), changes.extras(body))));
    }

    @PutMapping("/api/groups/{id}")
    ApiReply update(@PathVariable("id") long id, @RequestBody GroupBody body) {
        groups.get(id);
        return ApiReply.of(
                messages.get("common.success"),
                views.of(groups.change(id, row -> changes.of(row, body), changes.extras(body))));
    }

    @DeleteMapping("/api/groups/{id}")
    ApiReply delete(@PathVariable("id") long id) {
        groups.remove(id);
        return ApiReply.of(messages.get("success.group_deleted"));
    }
}
