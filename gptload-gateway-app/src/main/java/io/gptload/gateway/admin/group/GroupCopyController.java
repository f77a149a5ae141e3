package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Makes a group like another one. */
@RestController
class GroupCopyController {

    private static final int MOST_COPIES = 1000;

    private final JdbcStore store;
    private final Groups groups;
    private final KeyCopier keys;
    private final GroupViews views;
    private final Messages messages;

    GroupCopyController(JdbcStore store, Groups groups, KeyCopier keys, GroupViews views, Messages messages) {
        this.store = store;
        this.groups = groups;
        this.keys = keys;
        this.views = views;
        this.messages = messages;
    }

    record Options(@Nullable String copyKeys) {}

    record Copied(GroupView group) {}

    @PostMapping("/api/groups/{id}/copy")
    ApiReply copy(@PathVariable("id") long id, @RequestBody Options options) {
        String which = TextFields.stripped(options.copyKeys());
        switch (which) {
            case "", "all", "valid_only", "none" -> {}
            default -> throw ApiException.validation("validation.invalid_copy_keys_value");
        }
        GroupRow original = groups.get(id);
        GroupRow copy = groups.add(
                like(original, freeName(original.name())), store.groupSettings().of(id));
        if (!which.equals("none") && !original.isAggregate()) {
            keys.copy(original, copy, which.equals("valid_only"));
        }
        return ApiReply.of(messages.get("common.success"), new Copied(views.of(copy)));
    }

    private String freeName(String name) {
        for (int number = 1; number <= MOST_COPIES; number++) {
            String suffix = number == 1 ? "_copy" : "_copy_" + number;
            String base = name.substring(0, Math.min(name.length(), TextFields.NAME_LENGTH - suffix.length()));
            if (store.groups().find(base + suffix).isEmpty()) {
                return base + suffix;
            }
        }
        throw ApiException.duplicate("group.no_free_copy_name");
    }

    private static GroupRow like(GroupRow original, String name) {
        String display = original.displayName().isEmpty() ? "" : original.displayName() + " Copy";
        return new GroupRow(
                0,
                name,
                display.length() > TextFields.SHORT ? original.displayName() : display,
                original.proxyKeys(),
                original.description(),
                original.groupType(),
                original.upstreams(),
                original.validationEndpoint(),
                original.channelType(),
                original.sort(),
                original.testModel(),
                original.paramOverrides(),
                original.config(),
                original.headerRules(),
                original.modelRedirectRules(),
                original.modelRedirectStrict(),
                null,
                null,
                null,
                0);
    }
}
