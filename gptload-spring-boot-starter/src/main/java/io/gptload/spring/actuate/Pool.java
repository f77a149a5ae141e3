package io.gptload.spring.actuate;

import io.gptload.client.AggregateGroup;
import io.gptload.client.Explanation;
import io.gptload.client.Group;
import io.gptload.client.PoolCounts;
import io.gptload.client.StandardGroup;
import java.util.List;

/**
 * A group at a glance.
 *
 * @param name its name
 * @param channel the wire format it speaks
 * @param keys how many keys are in which state
 * @param inFlight attempts under way
 * @param members names of the groups it is made of; empty when it has keys of its own
 * @param upstreams where requests go, and whether they may now
 */
public record Pool(
        String name,
        String channel,
        PoolCounts keys,
        long inFlight,
        List<String> members,
        List<Explanation.Upstream> upstreams) {

    static Pool of(Group group) {
        String channel = group instanceof StandardGroup standard
                ? standard.config().channel().id()
                : ((AggregateGroup) group).config().channel().id();
        List<String> members = group instanceof AggregateGroup aggregate
                ? aggregate.members().stream().map(Group::name).toList()
                : List.of();
        return new Pool(group.name(), channel, group.counts(), group.inFlight(), members, group.upstreams());
    }
}
