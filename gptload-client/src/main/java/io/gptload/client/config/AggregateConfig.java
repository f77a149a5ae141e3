package io.gptload.client.config;

import io.gptload.client.wire.Channel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The definition of an aggregate group: standard groups that share its calls by weight. Immutable.
 *
 * @param name what it is called: 1 to 100 of {@code a-z 0-9 _ -}
 * @param channel the wire format it and its members speak
 * @param members its members, each once; may be empty
 */
public record AggregateConfig(String name, Channel channel, List<Member> members) {

    /**
     * A member.
     *
     * @param group the name of a standard group; one that is not defined is passed over
     * @param weight its share of the calls, 0 to 1000; 0 for none
     */
    public record Member(String group, int weight) {

        /** @throws ConfigurationException if the weight is out of its range */
        public Member {
            if (weight < 0 || weight > 1000) {
                throw new ConfigurationException("members.weight", weight, "an integer from 0 to 1000");
            }
        }
    }

    /** @throws ConfigurationException if a part cannot work, naming it */
    public AggregateConfig {
        GroupConfig.checkName(name);
        members = List.copyOf(members);
        Set<String> names = new HashSet<>();
        for (Member member : members) {
            if (member.group().equals(name)) {
                throw new ConfigurationException("members.group", member.group(), "a group other than itself");
            }
            if (!names.add(member.group())) {
                throw new ConfigurationException("members.group", member.group(), "each group once");
            }
        }
    }
}
