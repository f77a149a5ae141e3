package io.gptload.gateway.admin.key;

import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.client.store.jdbc.Page;
import io.gptload.gateway.admin.PendingWrites;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.Paging;
import io.gptload.gateway.web.RequestFields;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which keys there are. */
@RestController
class KeyListController {

    private final GroupLookup groups;
    private final GptLoad engine;
    private final JdbcStore store;
    private final PendingWrites pending;
    private final KeyExport export;
    private final Messages messages;

    KeyListController(
            GroupLookup groups,
            GptLoad engine,
            JdbcStore store,
            PendingWrites pending,
            KeyExport export,
            Messages messages) {
        this.groups = groups;
        this.engine = engine;
        this.store = store;
        this.pending = pending;
        this.export = export;
        this.messages = messages;
    }

    @GetMapping("/api/keys")
    ApiReply list(
            @RequestParam(name = "group_id", required = false) @Nullable String groupId,
            @RequestParam(name = "status", required = false) @Nullable String status,
            @RequestParam(name = "key_value", required = false) @Nullable String keyValue,
            @RequestParam(name = "page", required = false) @Nullable String page,
            @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
        long id = RequestFields.groupIdParameter(groupId);
        KeyFilter filter = filter(id, StatusFilter.of(status));
        StandardGroup known = engine.findGroup(groups.require(id).name()) instanceof StandardGroup group ? group : null;
        pending.write();
        KeyCipher cipher = store.options().cipher();
        if (keyValue != null && !keyValue.isBlank()) {
            filter = filter.withSecret(keyValue.strip(), cipher);
        }
        Paging paging = Paging.of(page, pageSize);
        Page<KeyRow> rows = store.keys().page(filter, paging.offset(), paging.size());
        return ApiReply.of(
                messages.get("common.success"),
                paging.reply(
                        rows.items().stream()
                                .map(row -> KeyItem.of(row, cipher, known))
                                .toList(),
                        rows.total()));
    }

    @GetMapping("/api/keys/export")
    void export(
            @RequestParam(name = "group_id", required = false) @Nullable String groupId,
            @RequestParam(name = "status", required = false) @Nullable String status,
            HttpServletResponse response)
            throws IOException {
        long id = RequestFields.groupIdParameter(groupId);
        String which = status == null || status.isEmpty() ? KeyExport.ALL : status;
        export.send(groups.require(id), which, response);
    }

    private static KeyFilter filter(long groupId, @Nullable KeyStatus status) {
        KeyFilter all = KeyFilter.ofGroup(groupId);
        return status == null ? all : all.withStatus(status);
    }
}
