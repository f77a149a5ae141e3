package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.GroupRow;
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

    private final GroupCopies copies;
    private final GroupViews views;
    private final Messages messages;

    GroupCopyController(GroupCopies copies, GroupViews views, Messages messages) {
        this.copies = copies;
        this.views = views;
        this.messages = messages;
    }

    record Options(@Nullable String copyKeys) {}

    record Copied(GroupView group) {}

    @PostMapping("/api/groups/{id}/copy")
    ApiReply copy(@PathVariable("id") long id, @RequestBody Options options) {
        GroupRow copy = copies.copy(id, TextFields.stripped(options.copyKeys()));
        return ApiReply.of(messages.get("common.success"), new Copied(views.of(copy)));
    }
}
