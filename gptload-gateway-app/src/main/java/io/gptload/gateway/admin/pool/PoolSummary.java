package io.gptload.gateway.admin.pool;

import io.gptload.client.AggregateGroup;
import io.gptload.client.Explanation;
import io.gptload.client.Explanation.State;
import io.gptload.client.Group;
import io.gptload.gateway.web.LocalTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the keys and upstreams of a group are.
 *
 * @param type {@code standard} or {@code aggregate}
 * @param nextFree when a call would find a key: now if one is ready; {@code null} if none comes back by itself
 */
record PoolSummary(
        String group,
        String type,
        @Nullable String model,
        long total,
        long ready,
        long cooling,
        long invalid,
        long disabled,
        List<PoolUpstream> upstreams,
        @Nullable OffsetDateTime nextFree) {

    /** An upstream. @param state of its breaker: {@code closed}, {@code open} or {@code half_open} */
    record PoolUpstream(String group, String url, String state, OffsetDateTime freeAt) {}

    static PoolSummary of(Group group, @Nullable String model, List<Explanation> explained) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        explained.forEach(each -> each.keys().forEach(key -> counts.merge(key.state(), 1L, Long::sum)));
        Instant next = explained.stream()
                .map(Explanation::nextFree)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return new PoolSummary(
                group.name(),
                group instanceof AggregateGroup ? "aggregate" : "standard",
                model,
                counts.values().stream().mapToLong(Long::longValue).sum(),
                counts.getOrDefault(State.READY, 0L),
                counts.getOrDefault(State.COOLING, 0L),
                counts.getOrDefault(State.INVALID, 0L),
                counts.getOrDefault(State.DISABLED, 0L),
                explained.stream()
                        .flatMap(each -> each.upstreams().stream().map(upstream -> upstream(each.group(), upstream)))
                        .toList(),
                LocalTime.ofNullable(next));
    }

    private static PoolUpstream upstream(String group, Explanation.Upstream upstream) {
        return new PoolUpstream(group, upstream.url(), upstream.state(), LocalTime.of(upstream.freeAt()));
    }
}
