package io.gptload.client;

import io.gptload.client.config.AggregateConfig;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.event.KeyRef;
import io.gptload.client.internal.engine.AggregateRuntime;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import io.gptload.client.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several standard groups as one: calls are divided by weight, and one that finds nothing to try in a member goes on in the
 * next. Thread-safe.
 */
public final class AggregateGroup implements Group {

    private final AggregateRuntime runtime;
    private final TimeSource time;
    private final Function<String, @Nullable StandardGroup> groups;

    AggregateGroup(AggregateRuntime runtime, TimeSource time, Function<String, @Nullable StandardGroup> groups) {
        this.runtime = runtime;
        this.time = time;
        this.groups = groups;
    }

    AggregateRuntime runtime() {
        return runtime;
    }

    @Override
    public String name() {
        return runtime.name();
    }

    /** The definition in force. */
    public AggregateConfig config() {
        return runtime.config();
    }

    /** The members that are defined, in the order of the definition. */
    public List<StandardGroup> members() {
        return config().members().stream()
                .map(member -> groups.apply(member.group()))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public GroupSettings settings() {
        return members().stream().map(Group::settings).findFirst().orElse(GroupSettings.DEFAULTS);
    }

    @Override
    public Session newSession(CallRequest request) {
        return runtime.newSession(request);
    }

    /** The keys and upstreams of all members; the model is shown as the caller names it. */
    @Override
    public Explanation explain(@Nullable String model) {
        List<Explanation.Key> keys = new ArrayList<>();
        for (StandardGroup member : members()) {
            keys.addAll(member.explain(model).keys());
        }
        return new Explanation(name(), model, time.instant(), upstreams(), List.copyOf(keys));
    }

    /** Over all members; a key that several have is there for each. */
    @Override
    public List<Explanation.Key> cooldowns() {
        return members().stream().flatMap(member -> member.cooldowns().stream()).toList();
    }

    /** Over all members; a key that several have counts in each. */
    @Override
    public PoolCounts counts() {
        return members().stream().map(Group::counts).reduce(new PoolCounts(0, 0, 0), PoolCounts::plus);
    }

    /** Over all members. */
    @Override
    public long inFlight() {
        return members().stream().mapToLong(Group::inFlight).sum();
    }

    @Override
    public List<Explanation.Upstream> upstreams() {
        return members().stream().flatMap(member -> member.upstreams().stream()).toList();
    }

    @Override
    public void restore(KeyRef key) {
        inEach(key, StandardGroup::restore);
    }

    @Override
    public void clearCooldowns(KeyRef key) {
        inEach(key, StandardGroup::clearCooldowns);
    }

    @Override
    public void invalidate(KeyRef key) {
        inEach(key, StandardGroup::invalidate);
    }

    private void inEach(KeyRef key, BiConsumer<StandardGroup, KeyRef> action) {
        List<StandardGroup> having =
                members().stream().filter(member -> member.has(key)).toList();
        if (having.isEmpty()) {
            throw new IllegalArgumentException("Group '" + name() + "' has no key " + key);
        }
        having.forEach(member -> action.accept(member, key));
    }

    @Override
    public String toString() {
        return "AggregateGroup[" + name() + "]";
    }
}
