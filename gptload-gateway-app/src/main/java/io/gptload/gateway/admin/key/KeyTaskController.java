package io.gptload.gateway.admin.key;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.gateway.admin.task.TaskStatus;
import io.gptload.gateway.admin.task.Tasks;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.RequestFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** What is done to keys in the background. */
@RestController
class KeyTaskController {

    private final GroupLookup groups;
    private final KeyTasks keyTasks;
    private final Tasks tasks;
    private final Messages messages;

    KeyTaskController(GroupLookup groups, KeyTasks keyTasks, Tasks tasks, Messages messages) {
        this.groups = groups;
        this.keyTasks = keyTasks;
        this.tasks = tasks;
        this.messages = messages;
    }

    record WhichKeys(@Nullable Long groupId, @Nullable String status) {}

    record GroupOnly(@Nullable Long groupId) {}

    @PostMapping("/api/keys/add-async")
    ApiReply add(@RequestBody KeysRequest request) {
        return withText(request, keyTasks::importKeys);
    }

    @PostMapping(path = "/api/keys/add-async", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ApiReply addFile(
            @RequestParam(name = "group_id", required = false) @Nullable String groupId,
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file) {
        return withFile(groupId, file, keyTasks::importKeys);
    }

    @PostMapping("/api/keys/delete-async")
    ApiReply delete(@RequestBody KeysRequest request) {
        return withText(request, keyTasks::deleteKeys);
    }

    @PostMapping(path = "/api/keys/delete-async", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ApiReply deleteFile(
            @RequestParam(name = "group_id", required = false) @Nullable String groupId,
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file) {
        return withFile(groupId, file, keyTasks::deleteKeys);
    }

    @PostMapping("/api/keys/validate-group")
    ApiReply validate(@RequestBody WhichKeys request) {
        GroupRow group = groups.require(RequestFields.groupId(request.groupId()));
        tasks.checkFree(group.id());
        return started(keyTasks.validate(group, StatusFilter.of(request.status())));
    }

    @PostMapping("/api/gptload/keys/clear")
    ApiReply clear(@RequestBody WhichKeys request) {
        GroupRow group = groups.require(RequestFields.groupId(request.groupId()));
        return started(keyTasks.clear(group, StatusFilter.of(request.status())));
    }

    @PostMapping("/api/gptload/keys/restore")
    ApiReply restore(@RequestBody GroupOnly request) {
        return started(keyTasks.restore(groups.require(RequestFields.groupId(request.groupId()))));
    }

    private ApiReply withText(KeysRequest request, BiFunction<GroupRow, KeySource, TaskStatus> start) {
        String text = request.text();
        GroupRow group = groups.require(request.group());
        tasks.checkFree(group.id());
        return started(start.apply(group, KeySource.of(text)));
    }

    private ApiReply withFile(
            @Nullable String groupId, @Nullable MultipartFile file, BiFunction<GroupRow, KeySource, TaskStatus> start) {
        long id = RequestFields.groupIdParameter(groupId);
        if (file == null) {
            throw ApiException.badRequest("validation.file_required");
        }
        String name = file.getOriginalFilename();
        if (name == null || !name.toLowerCase(Locale.ROOT).endsWith(".txt")) {
            throw ApiException.validation("validation.only_txt_supported");
        }
        GroupRow group = groups.require(id);
        tasks.checkFree(group.id());
        return started(start.apply(group, taken(file)));
    }

    /** The upload goes when the request ends; the task needs it longer. */
    private static KeySource taken(MultipartFile file) {
        try {
            Path own = Files.createTempFile("gptload-keys-", ".txt");
            file.transferTo(own);
            return KeySource.of(own);
        } catch (IOException e) {
            throw ApiException.badRequest("validation.failed_to_read_file");
        }
    }

    private ApiReply started(TaskStatus status) {
        return ApiReply.of(messages.get("common.success"), status);
    }
}
