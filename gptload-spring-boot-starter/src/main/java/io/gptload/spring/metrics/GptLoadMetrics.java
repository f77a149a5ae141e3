package io.gptload.spring.metrics;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.StandardGroup;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.GptLoadListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what an engine does. Labels are names of groups, base URLs of upstreams without credentials, and fixed
 * words; never a key; and for tokens the first {@value TokenMeters#MOST_MODELS} models of a group that answered. A group that
 * is removed takes its meters along. Thread-safe.
 *
 * <p>Add it as a listener of the engine, then {@linkplain #watch let it watch} the engine:
 *
 * <pre>{@code
 * GptLoadMetrics metrics = new GptLoadMetrics(registry);
 * GptLoad gptLoad = GptLoad.builder().listener(metrics).build();
 * metrics.watch(gptLoad);
 * }</pre>
 */
public final class GptLoadMetrics implements GptLoadListener {

    private final MeterRegistry registry;
    private final Map<String, GroupMeters> groups = new ConcurrentHashMap<>();

    /** Counts what is still to come of calls through removed groups, and shows it nowhere. */
    private final GroupMeters ofRemovedGroups = new GroupMeters(new CompositeMeterRegistry(), "");

    private volatile @Nullable GptLoad engine;

    /** @param registry where the meters go */
    public GptLoadMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Adds the gauges of the engine's groups, and from now on keeps them in line with its groups.
     *
     * @param watched the engine this listens to
     */
    public void watch(GptLoad watched) {
        engine = watched;
        FunctionCounter.builder("gptload.listener.failures", watched, GptLoad::listenerFailures)
                .description("How often a listener of the engine threw")
                .register(registry);
        watched.groupNames().forEach(this::bringInLine);
    }

    @Override
    public void onEvent(GptLoadEvent event) {
        if (event instanceof GptLoadEvent.AttemptFinished e) {
            meters(e.group()).attempt(e);
        } else if (event instanceof GptLoadEvent.CallAnswered e) {
            meters(e.group()).call(e);
        } else if (event instanceof GptLoadEvent.UsageReported e) {
            meters(e.group()).tokens(e.model(), e.usage());
        } else if (event instanceof GptLoadEvent.StreamBroken e) {
            meters(e.group()).streamBroken(e.upstream());
        } else if (event instanceof GptLoadEvent.KeyCooled e) {
            meters(e.group()).cooled(e.cause());
        } else if (event instanceof GptLoadEvent.KeyInvalidated e) {
            meters(e.group()).invalidated();
        } else if (event instanceof GptLoadEvent.KeyRestored e) {
            meters(e.group()).restored();
        } else if (event instanceof GptLoadEvent.UpstreamOpened e) {
            meters(e.group()).opened(e.upstream());
        } else if (event instanceof GptLoadEvent.RefusedTogether e) {
            meters(e.group()).opened(e.upstream());
        } else if (event instanceof GptLoadEvent.GroupAdded
                || event instanceof GptLoadEvent.GroupReplaced
                || event instanceof GptLoadEvent.GroupRemoved) {
            bringInLine(event.group());
        }
    }

    private GroupMeters meters(String group) {
        GroupMeters known = groups.get(group);
        if (known != null) {
            return known;
        }
        GptLoad watched = engine;
        return watched != null && watched.findGroup(group) == null
                ? ofRemovedGroups
                : groups.computeIfAbsent(group, name -> new GroupMeters(registry, name));
    }

    private void bringInLine(String name) {
        GptLoad watched = engine;
        if (watched == null) {
            return;
        }
        groups.remove(name); // whose meters may be gone by the end of this; they are looked up anew
        Group group = watched.findGroup(name);
        if (group == null) {
            MetersOf.group(registry, name).forEach(registry::remove);
        } else if (group instanceof StandardGroup standard) {
            GroupGauges.register(registry, standard);
        }
    }
}
