package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCounts;
import io.gptload.client.store.jdbc.SubGroupRow;
import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The members of aggregates. */
@RestController
class SubGroupController {

    private final JdbcStore store;
    private final Groups groups;
    private final Members members;
    private final GroupViews views;
    private final Messages messages;

    SubGroupController(JdbcStore store, Groups groups, Members members, GroupViews views, Messages messages) {
        this.store = store;
        this.groups = groups;
        this.members = members;
        this.views = views;
        this.messages = messages;
    }

    record Member(GroupView group, int weight, long totalKeys, long activeKeys, long invalidKeys) {}

    record Addition(@Nullable List<@Nullable Item> subGroups) {}

    record Item(@Nullable Long groupId, @Nullable Integer weight) {}

    record Weight(@Nullable Integer weight) {}

    record Parent(long groupId, String name, String displayName, int weight) {}

    @GetMapping("/api/groups/{id}/sub-groups")
    ApiReply list(@PathVariable("id") long id) {
        aggregate(id);
        Map<Long, KeyCounts> counts = store.keys().counts();
        return ApiReply.of(
                messages.get("common.success"),
                store.subGroups().members(id).stream()
                        .flatMap(member -> store.groups().find(member.subGroupId()).stream()
                                .map(row -> shown(row, member.weight(), counts.getOrDefault(row.id(), KeyCounts.NONE))))
                        .toList());
    }

    private Member shown(GroupRow row, int weight, KeyCounts keys) {
        return new Member(views.asMember(row), weight, keys.total(), keys.active(), keys.invalid());
    }

    @PostMapping("/api/groups/{id}/sub-groups")
    ApiReply add(@PathVariable("id") long id, @RequestBody Addition addition) {
        GroupRow aggregate = aggregate(id);
        if (addition.subGroups() == null || addition.subGroups().isEmpty()) {
            throw ApiException.validation("validation.sub_groups_required");
        }
        members.add(
                aggregate,
                addition.subGroups().stream().map(item -> checked(id, item)).toList());
        return ApiReply.of(messages.get("success.sub_groups_added"));
    }

    private static SubGroupRow checked(long aggregate, @Nullable Item item) {
        if (item == null || item.groupId() == null || item.groupId() <= 0) {
            throw ApiException.validation("validation.invalid_sub_group_id");
        }
        int weight = item.weight() == null ? 0 : item.weight();
        Members.checkWeight(weight);
        return new SubGroupRow(aggregate, item.groupId(), weight);
    }

    @PutMapping("/api/groups/{id}/sub-groups/{subGroupId}/weight")
    ApiReply setWeight(
            @PathVariable("id") long id, @PathVariable("subGroupId") long subGroupId, @RequestBody Weight weight) {
        members.setWeight(aggregate(id), subGroupId, weight.weight() == null ? 0 : weight.weight());
        return ApiReply.of(messages.get("success.sub_group_weight_updated"));
    }

    @DeleteMapping("/api/groups/{id}/sub-groups/{subGroupId}")
    ApiReply remove(@PathVariable("id") long id, @PathVariable("subGroupId") long subGroupId) {
        members.remove(aggregate(id), subGroupId);
        return ApiReply.of(messages.get("success.sub_group_deleted"));
    }

    @GetMapping("/api/groups/{id}/parent-aggregate-groups")
    ApiReply parents(@PathVariable("id") long id) {
        return ApiReply.of(
                messages.get("common.success"),
                store.subGroups().parents(id).stream()
                        .flatMap(membership -> store.groups().find(membership.groupId()).stream()
                                .map(row -> new Parent(row.id(), row.name(), row.displayName(), membership.weight())))
                        .toList());
    }

    private GroupRow aggregate(long id) {
        GroupRow group = groups.get(id);
        if (!group.isAggregate()) {
            throw ApiException.badRequest("group.not_aggregate");
        }
        return group;
    }
}
