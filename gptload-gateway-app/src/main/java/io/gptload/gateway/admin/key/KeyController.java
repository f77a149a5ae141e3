package io.gptload.gateway.admin.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.ImportResult;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.client.validation.KeyVerdict;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.RequestFields;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What is done to keys at once. */
@RestController
class KeyController {

    private static final int LONGEST_NOTES = 255;

    private final GroupLookup groups;
    private final GroupKeys keys;
    private final KeyValidation validation;
    private final JdbcStore store;
    private final Messages messages;

    KeyController(GroupLookup groups, GroupKeys keys, KeyValidation validation, JdbcStore store, Messages messages) {
        this.groups = groups;
        this.keys = keys;
        this.validation = validation;
        this.store = store;
        this.messages = messages;
    }

    record Added(long addedCount, long ignoredCount, long totalInGroup) {}

    record Deleted(long deletedCount, long ignoredCount, long totalInGroup) {}

    record Restored(long restoredCount, long ignoredCount, long totalInGroup) {}

    record Tested(List<TestedKey> results, long totalDuration) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TestedKey(
            String keyValue,
            @JsonProperty("is_valid") boolean valid,
            @Nullable String error) {

        @Override
        public String toString() {
            return "TestedKey[" + valid + "]";
        }
    }

    record GroupOnly(@Nullable Long groupId) {}

    record Notes(@Nullable String notes) {}

    @PostMapping("/api/keys/add-multiple")
    ApiReply add(@RequestBody KeysRequest request) {
        request.text();
        GroupRow group = groups.require(request.group());
        ImportResult result = keys.add(group, request.keys().iterator(), done -> {});
        return success(new Added(result.added(), result.ignored(), keys.total(group)));
    }

    @PostMapping("/api/keys/delete-multiple")
    ApiReply delete(@RequestBody KeysRequest request) {
        request.text();
        GroupRow group = groups.require(request.group());
        List<String> given = request.keys();
        long deleted = keys.delete(group, given.iterator(), done -> {});
        return success(new Deleted(deleted, given.size() - deleted, keys.total(group)));
    }

    @PostMapping("/api/keys/restore-multiple")
    ApiReply restore(@RequestBody KeysRequest request) {
        request.text();
        GroupRow group = groups.require(request.group());
        List<String> given = request.keys();
        long restored = keys.restore(group, given);
        return success(new Restored(restored, given.size() - restored, keys.total(group)));
    }

    @PostMapping("/api/keys/restore-all-invalid")
    ApiReply restoreAll(@RequestBody GroupOnly request) {
        long restored = keys.restoreAll(group(request), done -> {});
        return ApiReply.of(messages.get("success.keys_restored", restored));
    }

    @PostMapping("/api/keys/clear-all-invalid")
    ApiReply clearInvalid(@RequestBody GroupOnly request) {
        long cleared = keys.clear(group(request), KeyStatus.INVALID, done -> {});
        return ApiReply.of(messages.get("success.invalid_keys_cleared", cleared));
    }

    @PostMapping("/api/keys/clear-all")
    ApiReply clearAll(@RequestBody GroupOnly request) {
        long cleared = keys.clear(group(request), null, done -> {});
        return ApiReply.of(messages.get("success.all_keys_cleared", cleared));
    }

    @PostMapping("/api/keys/test-multiple")
    ApiReply test(@RequestBody KeysRequest request) {
        request.text();
        GroupRow group = groups.require(request.group());
        List<String> given = request.keys();
        long begun = System.nanoTime();
        Map<String, KeyVerdict> verdicts = validation.test(group, new LinkedHashSet<>(given));
        List<TestedKey> results = given.stream()
                .map(key -> tested(key, verdicts.getOrDefault(key, KeyVerdict.bad(""))))
                .toList();
        return success(
                new Tested(results, Duration.ofNanos(System.nanoTime() - begun).toMillis()));
    }

    private static TestedKey tested(String key, KeyVerdict verdict) {
        return new TestedKey(key, verdict.valid(), verdict.error());
    }

    @PutMapping("/api/keys/{id}/notes")
    ApiReply notes(@PathVariable String id, @RequestBody Notes request) {
        long key = RequestFields.id(id, "validation.invalid_key_id");
        String notes = request.notes() == null ? "" : request.notes().strip();
        int length = notes.codePointCount(0, notes.length());
        if (length > LONGEST_NOTES) {
            throw ApiException.notAllowed("notes: at most " + LONGEST_NOTES + " characters are allowed, not " + length);
        }
        if (!store.keys().setNotes(key, notes)) {
            throw ApiException.notFound("key.not_found");
        }
        return ApiReply.of(messages.get("common.success"));
    }

    private GroupRow group(GroupOnly request) {
        return groups.require(RequestFields.groupId(request.groupId()));
    }

    private ApiReply success(Object data) {
        return ApiReply.of(messages.get("common.success"), data);
    }
}
