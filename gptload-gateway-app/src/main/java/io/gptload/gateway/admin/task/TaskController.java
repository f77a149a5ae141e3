package io.gptload.gateway.admin.task;

import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.RequestFields;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How tasks are getting on, and an end to them. */
@RestController
class TaskController {

    private final Tasks tasks;
    private final Messages messages;

    TaskController(Tasks tasks, Messages messages) {
        this.tasks = tasks;
        this.messages = messages;
    }

    record GroupOnly(@Nullable Long groupId) {}

    @GetMapping("/api/tasks/status")
    ApiReply status(@RequestParam(name = "group_id", required = false) @Nullable String groupId) {
        boolean any = groupId == null || groupId.isEmpty();
        TaskStatus status = any ? tasks.status() : tasks.status(RequestFields.groupIdParameter(groupId));
        return ApiReply.of(messages.get("common.success"), status.in(messages));
    }

    @PostMapping("/api/gptload/tasks/cancel")
    ApiReply cancel(@RequestBody GroupOnly request) {
        if (!tasks.cancel(RequestFields.groupId(request.groupId()))) {
            throw ApiException.notFound("task.none_running");
        }
        return ApiReply.of(messages.get("common.success"));
    }
}
