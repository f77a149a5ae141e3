package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.SubGroupRow;
import io.gptload.gateway.admin.audit.AuditTrail;
import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.web.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Which groups may become members of an aggregate: all must be probed the same way. Thread-safe. */
@Component
public class Members {

    static final int LARGEST_WEIGHT = 1000;

    private final JdbcStore store;
    private final Catalog catalog;
    private final AuditTrail audit;

    Members(JdbcStore store, Catalog catalog, AuditTrail audit) {
        this.audit = audit;
        this.store = store;
        this.catalog = catalog;
    }

    /** @throws ApiException if a weight is out of its range */
    public static void checkWeight(int weight) {
        if (weight < 0) {
            throw ApiException.validation("validation.sub_group_weight_negative");
        }
        if (weight > LARGEST_WEIGHT) {
            throw ApiException.validation("validation.sub_group_weight_max_exceeded");
        }
    }

    /**
     * Adds members, all or none.
     *
     * @throws ApiException for the first thing that is not allowed
     */
    public void add(GroupRow aggregate, List<SubGroupRow> added) {
        List<GroupRow> candidates = candidates(aggregate, added);
        checkAlike(aggregate, candidates);
        checkNew(aggregate, added);
        try {
            store.subGroups().add(added);
        } catch (DataAccessException e) {
            checkNew(aggregate, added); // somebody else may have been faster
            throw e;
        }
        catalog.refresh();
        audit.note(
                "members.add",
                aggregate.name(),
                candidates.stream().map(GroupRow::name).collect(Collectors.joining(", ")),
                "");
    }

    /** @throws ApiException 404 if it is no member, 400 if the weight is out of its range */
    public void setWeight(GroupRow aggregate, long member, int weight) {
        checkWeight(weight);
        if (!store.subGroups().setWeight(aggregate.id(), member, weight)) {
            throw ApiException.notFound("group.sub_group_not_found");
        }
        catalog.refresh();
        audit.note("members.set_weight", aggregate.name(), name(member), "weight " + weight);
    }

    /** The weight of a member. @throws ApiException 404 if it is none */
    public int weight(GroupRow aggregate, long member) {
        return store.subGroups().members(aggregate.id()).stream()
                .filter(row -> row.subGroupId() == member)
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("group.sub_group_not_found"))
                .weight();
    }

    private String name(long id) {
        return store.groups().find(id).map(GroupRow::name).orElse("#" + id);
    }

    /** @throws ApiException 404 if it is no member */
    public void remove(GroupRow aggregate, long member) {
        if (!store.subGroups().remove(aggregate.id(), member)) {
            throw ApiException.notFound("group.sub_group_not_found");
        }
        catalog.refresh();
        audit.note("members.remove", aggregate.name(), name(member), "");
    }

    private List<GroupRow> candidates(GroupRow aggregate, List<SubGroupRow> added) {
        Map<Long, GroupRow> found = new HashMap<>();
        List<GroupRow> candidates = new ArrayList<>();
        for (SubGroupRow member : added) {
            Optional<GroupRow> row = store.groups().find(member.subGroupId());
            if (row.isEmpty() || found.put(member.subGroupId(), row.get()) != null) {
                throw ApiException.validation("validation.sub_group_not_found");
            }
            if (row.get().isAggregate()) {
                throw ApiException.validation("validation.sub_group_cannot_be_aggregate");
            }
            if (!row.get().channelType().equals(aggregate.channelType())) {
                throw ApiException.validation("validation.sub_group_channel_mismatch");
            }
            candidates.add(row.get());
        }
        return candidates;
    }

    private void checkAlike(GroupRow aggregate, List<GroupRow> candidates) {
        GroupRow model = store.subGroups().members(aggregate.id()).stream()
                .map(member -> store.groups().find(member.subGroupId()).orElse(null))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(candidates.get(0));
        String endpoint = ValidationEndpoint.of(model);
        if (!candidates.stream().allMatch(each -> ValidationEndpoint.of(each).equals(endpoint))) {
            throw ApiException.validation("validation.sub_group_validation_endpoint_mismatch");
        }
    }

    private void checkNew(GroupRow aggregate, List<SubGroupRow> added) {
        List<Long> there = store.subGroups().members(aggregate.id()).stream()
                .map(SubGroupRow::subGroupId)
                .toList();
        added.stream()
                .map(SubGroupRow::subGroupId)
                .filter(there::contains)
                .findFirst()
                .ifPresent(id -> {
                    throw ApiException.badRequest("group.sub_group_already_exists", id);
                });
    }
}
