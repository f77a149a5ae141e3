package io.gptload.spring.autoconfigure;

import io.gptload.client.AggregateGroup;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.config.AggregateConfig;
import io.gptload.client.config.GroupConfig;
import io.gptload.spring.http.HostRoutes;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Brings the engine in line with the properties of the application, the files and variables they name included. Keys and
 * upstreams that stay keep their state, and calls under way are not disturbed. Thread-safe.
 */
public final class GptLoadRefresher {

    private final GptLoad engine;
    private final HostRoutes routes;
    private final Supplier<Definitions> reading;
    private final Predicate<String> elsewhere;
    private Map<String, Object> inForce;

    /**
     * @param initial what the engine and the routes were made of
     * @param elsewhere whether a group of that name is defined elsewhere, where the properties have no say
     */
    GptLoadRefresher(
            GptLoad engine,
            HostRoutes routes,
            Definitions initial,
            Supplier<Definitions> reading,
            Predicate<String> elsewhere) {
        this.elsewhere = elsewhere;
        this.inForce = initial.byName();
        this.engine = engine;
        this.routes = routes;
        this.reading = reading;
    }

    /**
     * What a refresh did.
     *
     * @param added names of groups that are new
     * @param changed names of groups that were defined anew
     * @param removed names of groups that are gone
     */
    public record Changes(Set<String> added, Set<String> changed, Set<String> removed) {

        /** Whether everything is as it was. */
        public boolean isEmpty() {
            return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
        }
    }

    /**
     * Reads the properties again. Groups that were not defined by properties are left alone.
     *
     * @throws InvalidGptLoadPropertiesException if anything is wrong with them; then nothing was changed
     */
    public Changes refresh() {
        return apply(reading.get());
    }

    private synchronized Changes apply(Definitions definitions) {
        Map<String, Object> wanted = definitions.byName();
        wanted.keySet().removeIf(elsewhere);
        Set<String> added = new TreeSet<>(wanted.keySet());
        added.removeAll(inForce.keySet());
        Set<String> removed = new TreeSet<>(inForce.keySet());
        removed.removeAll(wanted.keySet());
        removed.removeIf(elsewhere);
        Set<String> changed = new TreeSet<>(wanted.keySet());
        changed.removeIf(name -> added.contains(name) || Objects.equals(wanted.get(name), inForce.get(name)));
        wanted.forEach((name, config) -> {
            if (added.contains(name) || changed.contains(name)) {
                define(name, config);
            }
        });
        removed.forEach(engine::remove);
        inForce = wanted;
        routes.replace(definitions.groupByHost());
        return new Changes(added, changed, removed);
    }

    private void define(String name, Object config) {
        Group known = engine.findGroup(name);
        if (known != null && known instanceof AggregateGroup != config instanceof AggregateConfig) {
            engine.remove(name);
        }
        if (config instanceof GroupConfig group) {
            engine.define(group);
        } else {
            engine.define((AggregateConfig) config);
        }
    }
}
