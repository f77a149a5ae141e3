package io.gptload.gateway.admin.pool;

import io.gptload.client.AggregateGroup;
import io.gptload.client.Explanation;
import io.gptload.client.Group;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key and the standard group it is in. */
record PoolMember(String group, Explanation.Key key) {

    /** What is known of a group, or of the members of an aggregate. @param model {@code null} for any */
    static List<Explanation> explain(Group group, @Nullable String model) {
        return group instanceof AggregateGroup aggregate
                ? aggregate.members().stream()
                        .map(member -> member.explain(model))
                        .toList()
                : List.of(group.explain(model));
    }

    /** The keys of those groups, in their order. */
    static List<PoolMember> of(List<Explanation> groups) {
        return groups.stream()
                .flatMap(group -> group.keys().stream().map(key -> new PoolMember(group.group(), key)))
                .toList();
    }
}
