package io.gptload.gateway.ui.pool;

import io.gptload.client.AggregateGroup;
import io.gptload.client.Explanation;
import io.gptload.client.Explanation.State;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.PoolCounts;
import io.gptload.client.policy.Category;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the engine knows of all groups. Looks at the keys of those groups alone that have any cooling. Thread-safe. */
@Component
public class PoolBoard {

    private static final Comparator<GroupNow> WORST_FIRST = Comparator.comparing(
                    GroupNow::stuck, Comparator.reverseOrder())
            .thenComparing(GroupNow::open, Comparator.reverseOrder())
            .thenComparing(group -> group.counts().cooling(), Comparator.reverseOrder())
            .thenComparing(group -> group.counts().invalid(), Comparator.reverseOrder());

    private final GptLoad engine;
    private final JdbcStore store;

    PoolBoard(GptLoad engine, JdbcStore store) {
        this.engine = engine;
        this.store = store;
    }

    /**
     * All groups at one moment.
     *
     * @param groups the worst first
     * @param counts of all keys
     * @param cooling the keys that are back soonest
     */
    public record Now(List<GroupNow> groups, PoolCounts counts, List<CoolingKey> cooling) {}

    /**
     * A group.
     *
     * @param partly how many keys that are ready cool for a model
     * @param cooling the keys that are back soonest
     * @param more how many cool beside them
     */
    public record GroupNow(
            GroupRow row,
            PoolCounts counts,
            long partly,
            long inFlight,
            List<Explanation.Upstream> upstreams,
            List<CoolingKey> cooling,
            long more) {

        /** Whether a call would find no key. */
        public boolean stuck() {
            return counts.ready() == 0 && counts.total() > 0;
        }

        /** Whether an upstream is not asked at the moment. */
        public boolean open() {
            return upstreams.stream().anyMatch(upstream -> !upstream.state().equals("closed"));
        }
    }

    /** A key that is out of rotation until an instant. @param model the one it is out for; {@code null} for all */
    public record CoolingKey(
            GroupRow group,
            String masked,
            @Nullable String model,
            @Nullable Category cause,
            @Nullable String ruleId,
            Instant until) {}

    /** All groups. @param keys how many cooling keys are shown of each group, and of all */
    public Now now(int keys) {
        List<GroupNow> groups = new ArrayList<>();
        for (GroupRow row : store.groups().list()) {
            Group group = engine.findGroup(row.name());
            if (group != null && !(group instanceof AggregateGroup)) {
                groups.add(of(row, group, keys));
            }
        }
        groups.sort(WORST_FIRST);
        PoolCounts all = groups.stream().map(GroupNow::counts).reduce(new PoolCounts(0, 0, 0), PoolCounts::plus);
        return new Now(
                groups,
                all,
                groups.stream()
                        .flatMap(group -> group.cooling().stream())
                        .sorted(Comparator.comparing(CoolingKey::until))
                        .limit(keys)
                        .toList());
    }

    private static GroupNow of(GroupRow row, Group group, int keys) {
        PoolCounts counts = group.counts();
        List<Explanation.Key> whole =
                counts.cooling() == 0 ? List.of() : group.explain(null).keys(State.COOLING);
        List<Explanation.Key> partly =
                group.cooldowns().stream().filter(key -> key.model() != null).toList();
        int back = counts.cooling() - whole.size(); // whose time is over, though no call came to notice
        return new GroupNow(
                row,
                new PoolCounts(counts.ready() + back, whole.size(), counts.invalid(), counts.disabled()),
                partly.stream().map(key -> key.key().hash()).distinct().count(),
                group.inFlight(),
                group.upstreams(),
                Stream.concat(whole.stream(), partly.stream())
                        .sorted(Comparator.comparing(key -> Objects.requireNonNull(key.until())))
                        .limit(keys)
                        .map(key -> new CoolingKey(
                                row,
                                key.key().masked(),
                                key.model(),
                                key.cause(),
                                key.ruleId(),
                                Objects.requireNonNull(key.until())))
                        .toList(),
                Math.max(0, whole.size() + partly.size() - keys));
    }
}
