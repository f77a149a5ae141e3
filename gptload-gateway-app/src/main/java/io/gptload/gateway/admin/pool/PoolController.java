package io.gptload.gateway.admin.pool;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.KeyHashResolver;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.LocalTime;
import io.gptload.gateway.web.Messages;
import io.gptload.gateway.web.PageReply;
import io.gptload.gateway.web.Paging;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the engine knows at this moment, and what can be done about it. */
@RestController
class PoolController {

    private final GptLoad engine;
    private final PoolChanges changes;
    private final KeyHashResolver hashes;
    private final Messages messages;

    PoolController(GptLoad engine, PoolChanges changes, KeyHashResolver hashes, Messages messages) {
        this.engine = engine;
        this.changes = changes;
        this.hashes = hashes;
        this.messages = messages;
    }

    /** Why keys of a group would or would not be chosen. */
    record Reasons(@JsonUnwrapped PoolSummary summary, OffsetDateTime at, PageReply keys) {}

    @GetMapping("/api/gptload/pool")
    ApiReply pool(@RequestParam(name = "group", required = false) @Nullable String name) {
        Set<String> names = name == null || name.isEmpty() ? engine.groupNames() : Set.of(name);
        return success(names.stream()
                .map(this::require)
                .map(group -> PoolSummary.of(group, null, PoolMember.explain(group, null)))
                .toList());
    }

    @GetMapping("/api/gptload/pool/{group}/keys")
    ApiReply keys(
            @PathVariable("group") String name,
            @RequestParam(name = "state", required = false) @Nullable String state,
            @RequestParam(name = "page", required = false) @Nullable String page,
            @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
        Explanation.State wanted = state(state);
        List<PoolMember> members = PoolMember.of(PoolMember.explain(require(name), null)).stream()
                .filter(member -> wanted == null || member.key().state() == wanted)
                .toList();
        return success(page(members, Paging.of(page, pageSize)));
    }

    @GetMapping("/api/gptload/explain")
    ApiReply explain(
            @RequestParam(name = "group", required = false) @Nullable String name,
            @RequestParam(name = "model", required = false) @Nullable String model,
            @RequestParam(name = "page", required = false) @Nullable String page,
            @RequestParam(name = "page_size", required = false) @Nullable String pageSize) {
        if (name == null || name.isEmpty()) {
            throw ApiException.badRequest("error.bad_parameter", "group");
        }
        Group group = require(name);
        String asked = model == null || model.isEmpty() ? null : model;
        List<Explanation> explained = PoolMember.explain(group, asked);
        return success(new Reasons(
                PoolSummary.of(group, asked, explained),
                LocalTime.of(Instant.now()),
                page(PoolMember.of(explained), Paging.of(page, pageSize))));
    }

    private static PageReply page(List<PoolMember> members, Paging paging) {
        return paging.reply(paging.of(members).stream().map(PoolKey::of).toList(), members.size());
    }

    private static Explanation.@Nullable State state(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return Arrays.stream(Explanation.State.values())
                .filter(state -> PoolKey.id(state).equals(text))
                .findFirst()
                .orElseThrow(() -> ApiException.validation(
                        "validation.not_one_of",
                        "state",
                        Arrays.stream(Explanation.State.values())
                                .map(PoolKey::id)
                                .collect(Collectors.joining(", "))));
    }

    @PostMapping("/api/gptload/pool/{group}/keys/{hash}/clear")
    ApiReply clear(@PathVariable("group") String name, @PathVariable("hash") String hash) {
        return change(name, hash, changes::clearCooldowns);
    }

    @PostMapping("/api/gptload/pool/{group}/keys/{hash}/restore")
    ApiReply restore(@PathVariable("group") String name, @PathVariable("hash") String hash) {
        return change(name, hash, changes::restore);
    }

    @PostMapping("/api/gptload/pool/{group}/keys/{hash}/invalidate")
    ApiReply invalidate(@PathVariable("group") String name, @PathVariable("hash") String hash) {
        return change(name, hash, changes::invalidate);
    }

    private ApiReply change(String name, String hash, BiConsumer<Group, Collection<KeyRef>> change) {
        Group group = require(name);
        change.accept(group, List.of(find(group, hash).key().key()));
        return success(PoolKey.of(find(group, hash)));
    }

    private PoolMember find(Group group, String hash) {
        return PoolMember.of(PoolMember.explain(group, null)).stream()
                .filter(member -> isNamed(member, hash))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("pool.key_not_found"));
    }

    private boolean isNamed(PoolMember member, String hash) {
        KeyRef key = member.key().key();
        return hash.equals(key.hash()) || hash.equals(hashes.storedHash(member.group(), key));
    }

    private Group require(String name) {
        Group group = engine.findGroup(name);
        if (group == null) {
            throw ApiException.notFound("group.not_found");
        }
        return group;
    }

    private ApiReply success(Object data) {
        return ApiReply.of(messages.get("common.success"), data);
    }
}
