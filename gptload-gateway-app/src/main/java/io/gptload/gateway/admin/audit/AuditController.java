package io.gptload.gateway.admin.audit;

import io.gptload.client.store.jdbc.AuditEntry;
import io.gptload.client.store.jdbc.AuditQuery;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Page;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.LocalTime;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.Paging;
import io.gptload.gateway.web.RequestFields;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows who did what, the newest first. */
@RestController
class AuditController {

    private final JdbcStore store;
    private final Messages messages;

    AuditController(JdbcStore store, Messages messages) {
        this.store = store;
        this.messages = messages;
    }

    record Item(
            OffsetDateTime at,
            String actor,
            String address,
            String requestId,
            String action,
            String outcome,
            String group,
            String target,
            String detail) {

        static Item of(AuditEntry entry) {
            return new Item(
                    LocalTime.of(entry.at()),
                    entry.actor(),
                    entry.address(),
                    entry.requestId(),
                    entry.action(),
                    entry.outcome(),
                    entry.group(),
                    entry.target(),
                    entry.detail());
        }
    }

    @GetMapping("/api/gptload/audit")
    ApiReply list(@RequestParam Map<String, String> parameters) {
        AuditQuery query = new AuditQuery(
                text(parameters, "action"),
                text(parameters, "actor"),
                text(parameters, "outcome"),
                text(parameters, "group"),
                text(parameters, "address"),
                RequestFields.instant(parameters, "from"),
                RequestFields.instant(parameters, "to"));
        Paging paging = Paging.of(parameters.get("page"), parameters.get("page_size"));
        Page<AuditEntry> entries = store.audit().page(query, paging.offset(), paging.size());
        return ApiReply.of(
                messages.get("common.success"),
                paging.reply(entries.items().stream().map(Item::of).toList(), entries.total()));
    }

    private static @Nullable String text(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
