package io.gptload.gateway.admin.key;

import io.gptload.client.config.KeyOptions;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.client.wire.Masking;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.LocalTime;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.Paging;
import io.gptload.gateway.web.RequestFields;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How keys are used: enabled or not, tier, weight, account. */
@RestController
class KeyOptionController {

    private final GroupLookup groups;
    private final GroupKeys keys;
    private final JdbcStore store;
    private final Messages messages;

    KeyOptionController(GroupLookup groups, GroupKeys keys, JdbcStore store, Messages messages) {
        this.groups = groups;
        this.keys = keys;
        this.store = store;
        this.messages = messages;
    }

    record Changed(long changedCount, long ignoredCount) {}

    /** A key that is not used like any other. @param disabledUntil {@code null} if it is enabled, or until somebody enables it */
    record UsedKey(
            long id,
            String key,
            String keyHash,
            String notes,
            boolean enabled,
            @Nullable OffsetDateTime disabledUntil,
            int tier,
            int weight,
            @Nullable String account) {}

    @PutMapping("/api/gptload/keys/options")
    ApiReply change(@RequestBody KeyOptionChange change) {
        long groupId = change.group();
        Set<Long> ids = change.keyIds();
        change.check(store.options().time().instant());
        GroupRow group = groups.require(groupId);
        List<String> secrets = ids == null ? change.keys() : List.of();
        int asked = ids == null ? secrets.size() : ids.size();
        int changed = keys.use(
                group, ids == null ? store.keys().ids(groupId, secrets) : ids, change::apply, change.described());
        return ApiReply.of(messages.get("common.success"), new Changed(changed, Math.max(0, asked - changed)));
    }

    @GetMapping("/api/gptload/keys/options")
    ApiReply list(
            @RequestParam(name = "group_id", required = false) @Nullable String groupId,
            @RequestParam(name = "page", required = false) @Nullable String page,
            @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
        GroupRow group = groups.require(RequestFields.groupIdParameter(groupId));
        Map<Long, KeyOptions> options = store.keyOptions().ofGroup(group.id());
        List<Long> ids = options.keySet().stream().sorted().toList();
        Paging paging = Paging.of(page, pageSize);
        Map<Long, KeyRow> rows = new HashMap<>();
        store.keys().forEach(group.id(), paging.of(ids), row -> rows.put(row.id(), row));
        return ApiReply.of(
                messages.get("common.success"),
                paging.reply(
                        paging.of(ids).stream()
                                .map(rows::get)
                                .filter(Objects::nonNull)
                                .map(row -> shown(row, options.getOrDefault(row.id(), KeyOptions.DEFAULTS)))
                                .toList(),
                        ids.size()));
    }

    private UsedKey shown(KeyRow row, KeyOptions options) {
        String secret = row.reveal(store.options().cipher());
        boolean disabled = options.isDisabled(store.options().time().instant());
        Instant until = options.disabledUntil();
        return new UsedKey(
                row.id(),
                secret == null ? Masking.HIDDEN : Masking.mask(secret),
                row.hash(),
                row.notes(),
                !disabled,
                disabled && !Instant.MAX.equals(until) ? LocalTime.ofNullable(until) : null,
                options.tier(),
                options.weight(),
                options.account());
    }
}
