package io.gptload.client;

import io.gptload.client.config.AggregateConfig;
import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.GptLoadListener;
import io.gptload.client.internal.budget.BudgetSharing;
import io.gptload.client.internal.engine.AggregateRuntime;
import io.gptload.client.internal.engine.GroupRuntime;
import io.gptload.client.internal.event.EventBus;
import io.gptload.client.internal.event.StateChangeLog;
import io.gptload.client.session.CallRecorder;
import io.gptload.client.session.CallTracer;
import io.gptload.client.state.BudgetSlices;
import io.gptload.client.time.TimeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The entry point: groups of keys by name. Groups can be defined, replaced and removed at any time; calls under way are
 * not disturbed. Thread-safe.
 *
 * <pre>{@code
 * GptLoad gptLoad = GptLoad.builder()
 *         .group("openai", g -> g.upstream("https://api.openai.com").keys(key1, key2, key3))
 *         .build();
 * }</pre>
 */
public final class GptLoad {

    /** Something to give an SDK that insists on a key; the engine replaces it. */
    public static final String PLACEHOLDER_KEY = "provided-by-gptload";

    private final TimeSource time;
    private final DoubleSupplier random;
    private final EventBus bus;
    private final BudgetSharing budgetSharing = new BudgetSharing();
    private final Map<String, Group> groups = new ConcurrentHashMap<>();

    private GptLoad(Builder builder) {
        this.time = builder.time;
        this.random = builder.random;
        List<GptLoadListener> listeners = new ArrayList<>(builder.listeners);
        if (builder.logStateChanges) {
            listeners.add(new StateChangeLog());
        }
        this.bus = new EventBus(listeners, builder.tracer, builder.recorder);
        builder.groups.values().forEach(this::define);
    }

    /** A builder without groups. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Adds a standard group, or replaces the one of that name: keys and upstreams that are in both definitions keep their
     * state.
     *
     * @return the group; the same object for every definition of the name
     * @throws ConfigurationException if there is an aggregate group of that name
     */
    public StandardGroup define(GroupConfig config) {
        Group before = groups.get(config.name());
        StandardGroup defined = (StandardGroup) groups.compute(config.name(), (name, known) -> {
            if (known == null) {
                return new StandardGroup(new GroupRuntime(config, time, bus, random, budgetSharing), time);
            }
            if (!(known instanceof StandardGroup group)) {
                throw new ConfigurationException("groups", name, "a name that is not an aggregate group's");
            }
            group.runtime().redefine(config);
            return group;
        });
        return added(before, defined);
    }

    /**
     * Adds an aggregate group, or replaces the one of that name. Its members may be defined before or after it.
     *
     * @return the group; the same object for every definition of the name
     * @throws ConfigurationException if there is a standard group of that name
     */
    public AggregateGroup define(AggregateConfig config) {
        Group before = groups.get(config.name());
        AggregateGroup defined = (AggregateGroup) groups.compute(config.name(), (name, known) -> {
            if (known == null) {
                AggregateRuntime runtime = new AggregateRuntime(config, time, bus, member -> {
                    StandardGroup group = standardGroup(member);
                    return group == null ? null : group.runtime();
                });
                return new AggregateGroup(runtime, time, this::standardGroup);
            }
            if (!(known instanceof AggregateGroup group)) {
                throw new ConfigurationException("groups", name, "a name that is not a standard group's");
            }
            group.runtime().redefine(config);
            return group;
        });
        return added(before, defined);
    }

    private <G extends Group> G added(@Nullable Group before, G defined) {
        if (before != defined) {
            bus.publish(new GptLoadEvent.GroupAdded(time.instant(), defined.name()));
        }
        return defined;
    }

    private @Nullable StandardGroup standardGroup(String name) {
        return groups.get(name) instanceof StandardGroup group ? group : null;
    }

    /** Removes a group; calls under way finish. Nothing happens when there is none of that name. */
    public void remove(String name) {
        if (groups.remove(name) != null) {
            bus.publish(new GptLoadEvent.GroupRemoved(time.instant(), name));
        }
    }

    /**
     * The group of that name.
     *
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    public Group group(String name) {
        Group group = groups.get(name);
        if (group == null) {
            throw new IllegalArgumentException("No group '" + name + "'; defined are " + groupNames());
        }
        return group;
    }

    /** The group of that name, or {@code null}. */
    public @Nullable Group findGroup(String name) {
        return groups.get(name);
    }

    /** The names of all groups, sorted. */
    public Set<String> groupNames() {
        return new TreeSet<>(groups.keySet());
    }

    /**
     * Has this engine share the budgets of keys with those of other processes, from their next windows on.
     *
     * @param slices where all of them take what they use; {@code null} for this engine to count alone, as it does at first
     */
    public void shareBudgets(@Nullable BudgetSlices slices) {
        budgetSharing.use(slices);
    }

    /** How often a listener, the tracer or the recorder threw since the start. */
    public long listenerFailures() {
        return bus.failures();
    }

    /** Collects what a {@link GptLoad} starts with. Not thread-safe. */
    public static final class Builder {

        private final Map<String, GroupConfig> groups = new LinkedHashMap<>();
        private final List<GptLoadListener> listeners = new ArrayList<>();
        private TimeSource time = TimeSource.system();
        private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
        private boolean logStateChanges = true;
        private @Nullable CallTracer tracer;
        private @Nullable CallRecorder recorder;

        private Builder() {}

        /**
         * Adds a group.
         *
         * @throws ConfigurationException if there is one of that name
         */
        public Builder group(GroupConfig config) {
            if (groups.putIfAbsent(config.name(), config) != null) {
                throw new ConfigurationException("groups", config.name(), "each group name once");
            }
            return this;
        }

        /**
         * Adds a group.
         *
         * @throws ConfigurationException if the definition cannot work
         */
        public Builder group(String name, UnaryOperator<GroupConfig.Builder> definition) {
            return group(definition.apply(GroupConfig.named(name)).build());
        }

        /** Adds a listener. */
        public Builder listener(GptLoadListener listener) {
            listeners.add(listener);
            return this;
        }

        /** Follows calls and their attempts; default nobody. */
        public Builder tracer(@Nullable CallTracer value) {
            tracer = value;
            return this;
        }

        /** Keeps a record of the calls that have no observer of their own; default nobody. */
        public Builder recorder(@Nullable CallRecorder value) {
            recorder = value;
            return this;
        }

        /** Whether changes of state (a key invalid, cooling, back; an upstream gone, back) are logged. Default true. */
        public Builder logStateChanges(boolean value) {
            logStateChanges = value;
            return this;
        }

        /** The clocks; for tests. */
        public Builder time(TimeSource value) {
            time = value;
            return this;
        }

        /** Numbers from 0 (inclusive) to 1 (exclusive) for jitter; for tests. Must be thread-safe. */
        public Builder random(DoubleSupplier value) {
            random = value;
            return this;
        }

        /** The engine. */
        public GptLoad build() {
            return new GptLoad(this);
        }
    }
}
