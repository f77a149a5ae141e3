package io.gptload.spring.autoconfigure;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A group made of other groups.
 *
 * @param channel wire format it and its members speak; that of the first member when not set
 * @param members share of the calls, 0 to 1000, by the name of the group
 */
public record AggregateProperties(
        @Nullable String channel, @DefaultValue Map<String, Integer> members) {

    /** Copies, so that nothing changes later. */
    public AggregateProperties {
        members = Copies.of(members);
    }
}
