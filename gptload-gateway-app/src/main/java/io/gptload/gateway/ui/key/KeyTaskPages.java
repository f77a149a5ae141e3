package io.gptload.gateway.ui.key;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.gateway.admin.group.GroupEditing;
import io.gptload.gateway.admin.key.GroupKeys;
import io.gptload.gateway.admin.key.KeySource;
import io.gptload.gateway.admin.key.KeyTasks;
import io.gptload.gateway.admin.task.TaskStatus;
import io.gptload.gateway.admin.task.Tasks;
import io.gptload.gateway.ui.AdminPage;
import io.gptload.gateway.ui.FieldProblem;
import io.gptload.gateway.ui.Toast;
import io.gptload.gateway.ui.UiTexts;
import io.gptload.gateway.web.ApiException;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** What is done to all keys of a group, and what takes long: the page asks how far it is. */
@AdminPage
class KeyTaskPages {

    private final GroupEditing groups;
    private final GroupKeys keys;
    private final KeyTasks keyTasks;
    private final Tasks tasks;
    private final UiTexts texts;

    KeyTaskPages(GroupEditing groups, GroupKeys keys, KeyTasks keyTasks, Tasks tasks, UiTexts texts) {
        this.groups = groups;
        this.keys = keys;
        this.keyTasks = keyTasks;
        this.tasks = tasks;
        this.texts = texts;
    }

    @PostMapping("/groups/{id}/keys/import")
    String add(
            @PathVariable("id") long id,
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
            HttpServletResponse response,
            Model model) {
        GroupRow row = groups.get(id);
        try {
            tasks.checkFree(id);
            keyTasks.importKeys(row, KeySource.of(KeySource.checked(file)));
        } catch (ApiException e) {
            return FieldProblem.shown("keys-text", texts.of(e), response, model);
        }
        return started(row, texts.get("keys.import_started"), response, model);
    }

    @PostMapping("/groups/{id}/keys/all")
    String all(
            @PathVariable("id") long id,
            @RequestParam("action") String action,
            @RequestParam(name = "name", defaultValue = "") String name,
            HttpServletResponse response,
            Model model) {
        GroupRow row = groups.get(id);
        return switch (action) {
            case "validate" ->
                start(row, texts.get("keys.test_started"), response, model, () -> keyTasks.validate(row, null));
            case "validate-invalid" ->
                start(
                        row,
                        texts.get("keys.test_started"),
                        response,
                        model,
                        () -> keyTasks.validate(row, KeyStatus.INVALID));
            case "restore" -> done(row, texts.get("keys.restored", keys.restoreAll(row, done -> {})), response, model);
            case "clear-invalid" ->
                done(row, texts.get("keys.deleted", keys.clear(row, KeyStatus.INVALID, done -> {})), response, model);
            case "clear" -> {
                if (!name.strip().equals(row.name())) {
                    yield FieldProblem.shown("clear-name", texts.get("groups.type_name", row.name()), response, model);
                }
                yield done(row, texts.get("keys.deleted", keys.clear(row, null, done -> {})), response, model);
            }
            default -> throw ApiException.badRequest("error.bad_parameter", "action");
        };
    }

    private String start(GroupRow row, String text, HttpServletResponse response, Model model, Runnable work) {
        try {
            work.run();
        } catch (ApiException e) {
            Toast.failed(response, texts.of(e));
            return show(row.id(), model);
        }
        return started(row, text, response, model);
    }

    private String started(GroupRow row, String text, HttpServletResponse response, Model model) {
        TaskStatus status = tasks.status(row.id());
        if (status.running()) {
            Toast.done(response, text);
        } else {
            Toast.doneToKeys(response, text); // the page will not ask again
        }
        return show(row.id(), status, model);
    }

    private String done(GroupRow row, String text, HttpServletResponse response, Model model) {
        Toast.doneToKeys(response, text);
        return show(row.id(), model);
    }

    @GetMapping("/groups/{id}/task")
    String task(@PathVariable("id") long id, HttpServletResponse response, Model model) {
        TaskStatus status = tasks.status(id);
        if (!status.running()) {
            Toast.keysChanged(response);
        }
        return show(id, status, model);
    }

    private String show(long id, Model model) {
        return show(id, tasks.status(id), model);
    }

    private String show(long id, TaskStatus status, Model model) {
        model.addAttribute("row", groups.get(id));
        model.addAttribute("task", status);
        return "group :: task";
    }

    @PostMapping("/groups/{id}/task/cancel")
    String cancel(@PathVariable("id") long id, Model model) {
        tasks.cancel(id);
        return show(id, model);
    }
}
