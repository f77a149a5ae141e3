package io.gptload.gateway.admin.pool;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.StandardGroup;
import io.gptload.client.event.KeyRef;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.LocalTime;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.Paging;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What keeps keys out of rotation for a while. */
@RestController
class CooldownController {

    private final GptLoad engine;
    private final PoolChanges changes;
    private final Messages messages;

    CooldownController(GptLoad engine, PoolChanges changes, Messages messages) {
        this.engine = engine;
        this.changes = changes;
        this.messages = messages;
    }

    /** A key that rests. @param model the model it rests for; {@code null} for all */
    record Resting(
            String group,
            String key,
            String hash,
            @Nullable String model,
            @Nullable String cause,
            @Nullable String ruleId,
            @Nullable OffsetDateTime until) {}

    record Cleared(int clearedCount) {}

    /** Those that end first come first. */
    @GetMapping("/api/gptload/cooldowns")
    ApiReply list(
            @RequestParam(name = "group", required = false) @Nullable String name,
            @RequestParam(name = "model", required = false) @Nullable String model,
            @RequestParam(name = "cause", required = false) @Nullable String cause,
            @RequestParam(name = "page", required = false) @Nullable String page,
            @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
        List<Resting> all = groups(name).stream()
                .flatMap(group -> group.cooldowns().stream().map(key -> shown(group, key)))
                .filter(resting -> model == null || model.isEmpty() || model.equals(resting.model))
                .filter(resting -> cause == null || cause.isEmpty() || cause.equals(resting.cause))
                .sorted(Comparator.comparing(resting -> Objects.requireNonNull(resting.until)))
                .toList();
        Paging paging = Paging.of(page, pageSize);
        return success(paging.reply(paging.of(all), all.size()));
    }

    @PostMapping("/api/gptload/pool/{group}/clear")
    ApiReply clear(@PathVariable("group") String name) {
        int cleared = 0;
        for (Group group : groups(name)) {
            List<KeyRef> keys = group.cooldowns().stream()
                    .map(Explanation.Key::key)
                    .distinct()
                    .toList();
            changes.clearCooldowns(group, keys);
            cleared += keys.size();
        }
        return success(new Cleared(cleared));
    }

    private static Resting shown(Group group, Explanation.Key key) {
        return new Resting(
                group.name(),
                key.key().masked(),
                key.key().hash(),
                key.model(),
                key.cause() == null ? null : key.cause().id(),
                key.ruleId(),
                LocalTime.ofNullable(key.until()));
    }

    /** The standard groups of that name: itself, or the members of an aggregate; all there are for none. */
    private List<StandardGroup> groups(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return engine.groupNames().stream()
                    .map(engine::findGroup)
                    .filter(StandardGroup.class::isInstance)
                    .map(StandardGroup.class::cast)
                    .toList();
        }
        Group group = engine.findGroup(name);
        if (group == null) {
            throw ApiException.notFound("group.not_found");
        }
        return PoolMember.standardGroups(group);
    }

    private ApiReply success(Object data) {
        return ApiReply.of(messages.get("common.success"), data);
    }
}
