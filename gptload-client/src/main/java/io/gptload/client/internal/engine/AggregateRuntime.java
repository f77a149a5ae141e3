package io.gptload.client.internal.engine;

import io.gptload.client.config.AggregateConfig;
import io.gptload.client.internal.event.EventBus;
import io.gptload.client.internal.upstream.WeightedRing;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import io.gptload.client.time.TimeSource;
import io.gptload.client.wire.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Several standard groups as one, by weight; a call that finds nothing in one goes on in the next. Thread-safe. */
public final class AggregateRuntime implements Route {

    private final String name;
    private final TimeSource time;
    private final EventBus bus;
    private final Targets targets = new Targets();
    private final Function<String, @Nullable GroupRuntime> groups;
    private volatile Definition definition;

    /** @param groups finds a standard group by name; {@code null} when there is none */
    public AggregateRuntime(
            AggregateConfig config, TimeSource time, EventBus bus, Function<String, @Nullable GroupRuntime> groups) {
        this.name = config.name();
        this.time = time;
        this.bus = bus;
        this.groups = groups;
        this.definition = Definition.of(config);
    }

    /** Replaces the definition; calls under way finish on the old one. */
    public void redefine(AggregateConfig config) {
        definition = Definition.of(config);
    }

    /** Starts a call. */
    public Session newSession(CallRequest request) {
        return new CallSession(this, request, null);
    }

    /** The definition in force. */
    public AggregateConfig config() {
        return definition.config;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Channel channel() {
        return definition.config.channel();
    }

    /** Those of a weight above 0 that are defined, the one whose turn it is first. */
    @Override
    public List<GroupRuntime> members() {
        Definition current = definition;
        List<GroupRuntime> members = new ArrayList<>(current.names.size());
        int first = current.names.isEmpty() ? 0 : current.ring.next();
        for (int i = 0; i < current.names.size(); i++) {
            GroupRuntime member = groups.apply(current.names.get((first + i) % current.names.size()));
            if (member != null) {
                members.add(member);
            }
        }
        return members;
    }

    @Override
    public Targets targets() {
        return targets;
    }

    @Override
    public TimeSource time() {
        return time;
    }

    @Override
    public EventBus bus() {
        return bus;
    }

    private record Definition(AggregateConfig config, List<String> names, WeightedRing ring) {

        static Definition of(AggregateConfig config) {
            List<AggregateConfig.Member> used =
                    config.members().stream().filter(m -> m.weight() > 0).toList();
            return new Definition(
                    config,
                    used.stream().map(AggregateConfig.Member::group).toList(),
                    new WeightedRing(used.stream()
                            .mapToInt(AggregateConfig.Member::weight)
                            .toArray()));
        }
    }
}
