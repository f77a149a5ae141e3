package io.gptload.client.store.shared;

import io.gptload.client.AggregateGroup;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.StandardGroup;
import io.gptload.client.config.AggregateConfig;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.LoadedCatalog;
import io.gptload.client.store.jdbc.LoadedGroup;
import io.gptload.client.store.jdbc.StoreProblem;
import io.gptload.client.store.jdbc.SubGroupRow;
import io.gptload.client.wire.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Defines in the engine what was loaded, and removes what was loaded before and is not there any more. Keys and upstreams
 * that stay keep their state. Not thread-safe.
 */
final class EngineCatalog {

    private static final int HEAVIEST = 1000;

    private final GptLoad engine;
    private final GroupHashes hashes;
    private Set<String> defined = Set.of();

    EngineCatalog(GptLoad engine, GroupHashes hashes) {
        this.engine = engine;
        this.hashes = hashes;
    }

    /**
     * Makes it so.
     *
     * @param begunNanos when reading began; a key whose record was wiped since keeps its own
     * @return what is in force: what was loaded but for aggregates that cannot work
     */
    LoadedCatalog apply(LoadedCatalog catalog, long begunNanos) {
        Map<Long, String> names = new HashMap<>();
        for (LoadedGroup group : catalog.groups()) {
            define(group).adopt(group.states(), Duration.ofNanos(System.nanoTime() - begunNanos));
            names.put(group.row().id(), group.row().name());
        }
        List<GroupRow> aggregates = new ArrayList<>();
        List<StoreProblem> problems = new ArrayList<>(catalog.problems());
        for (GroupRow row : catalog.aggregates()) {
            Optional<Channel> channel = Channel.ofId(row.channelType());
            if (channel.isPresent()) {
                define(row, channel.get(), catalog.members().getOrDefault(row.id(), List.of()), names);
                aggregates.add(row);
            } else {
                problems.add(new StoreProblem(row.name(), "channel_type", "is unknown"));
            }
        }
        Set<String> wanted = Stream.concat(
                        names.values().stream(), aggregates.stream().map(GroupRow::name))
                .collect(Collectors.toSet());
        defined.stream().filter(name -> !wanted.contains(name)).forEach(engine::remove);
        defined = wanted;
        hashes.retain(wanted);
        return new LoadedCatalog(
                catalog.settings(), catalog.groups(), aggregates, catalog.members(), problems, catalog.version());
    }

    /** What did not change is not defined once more: that would be told as a replacement. */
    private StandardGroup define(LoadedGroup group) {
        String name = group.row().name();
        hashes.put(name, group.keys().storedHashes()); // before the engine may speak of the keys
        Group defined = engine.findGroup(name);
        if (defined instanceof StandardGroup same && same.config().equals(group.config())) {
            return same;
        }
        removeIf(defined instanceof AggregateGroup, name);
        return engine.define(group.config());
    }

    private void define(GroupRow row, Channel channel, List<SubGroupRow> members, Map<Long, String> names) {
        List<AggregateConfig.Member> known = members.stream()
                .map(member -> member(names.get(member.subGroupId()), member.weight()))
                .filter(Objects::nonNull)
                .toList();
        removeIf(engine.findGroup(row.name()) instanceof StandardGroup, row.name());
        engine.define(new AggregateConfig(row.name(), channel, known));
    }

    /** Whoever deletes a group and makes one of another kind under its name may do both before we look. */
    private void removeIf(boolean otherKind, String name) {
        if (otherKind) {
            engine.remove(name);
        }
    }

    private static AggregateConfig.@Nullable Member member(@Nullable String name, int weight) {
        return name == null ? null : new AggregateConfig.Member(name, Math.max(0, Math.min(weight, HEAVIEST)));
    }
}
