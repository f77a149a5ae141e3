package io.gptload.gateway.admin.pool;

import io.gptload.client.AggregateGroup;
import io.gptload.client.Explanation;
import io.gptload.client.Explanation.State;
import io.gptload.client.Group;
import io.gptload.client.StandardGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key and the standard group it is in.
 *
 * @param tier the tier that group chooses from now; 0 if no key is ready
 * @param share the part of that group's calls the key gets now, from 0 to 1
 */
record PoolMember(String group, Explanation.Key key, int tier, double share) {

    /** The group itself, or the members of an aggregate. */
    static List<StandardGroup> standardGroups(Group group) {
        return group instanceof AggregateGroup aggregate ? aggregate.members() : List.of((StandardGroup) group);
    }

    /** What is known of a group, or of the members of an aggregate. @param model {@code null} for any */
    static List<Explanation> explain(Group group, @Nullable String model) {
        return standardGroups(group).stream()
                .map(member -> member.explain(model))
                .toList();
    }

    /** The keys of those groups, in their order. */
    static List<PoolMember> of(List<Explanation> groups) {
        return groups.stream().flatMap(group -> of(group).stream()).toList();
    }

    private static List<PoolMember> of(Explanation group) {
        int best = group.keys(State.READY).stream()
                .mapToInt(key -> key.options().tier())
                .min()
                .orElse(0);
        double weights = group.keys(State.READY).stream()
                .filter(key -> key.options().tier() == best)
                .mapToInt(key -> key.options().weight())
                .sum();
        return group.keys().stream()
                .map(key -> {
                    boolean chosen = key.state() == State.READY && key.options().tier() == best;
                    return new PoolMember(
                            group.group(), key, best, chosen ? key.options().weight() / weights : 0);
                })
                .toList();
    }
}
