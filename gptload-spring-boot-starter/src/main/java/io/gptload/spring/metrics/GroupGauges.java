package io.gptload.spring.metrics;

import io.gptload.client.BudgetUse;
import io.gptload.client.Explanation;
import io.gptload.client.Group;
import io.gptload.client.StandardGroup;
import io.gptload.client.config.KeyBudget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What can be read off a group at any time. */
final class GroupGauges {

    private static final List<String> BREAKER_STATES = List.of("closed", "half_open", "open");

    private static final String BUDGET = "budget";

    private GroupGauges() {}

    /** Registers those that are missing, and removes what tells of upstreams the group no longer has. */
    static void register(MeterRegistry registry, StandardGroup group) {
        keys(registry, group, "ready", g -> g.counts().ready());
        keys(registry, group, "cooling", g -> g.counts().cooling());
        keys(registry, group, "invalid", g -> g.counts().invalid());
        keys(registry, group, "disabled", g -> g.counts().disabled());
        registerOnce(
                registry,
                Gauge.builder("gptload.attempts.active", group, Group::inFlight).description("Attempts under way"),
                "gptload.attempts.active",
                Tags.of(MetersOf.GROUP, group.name()));
        budgets(registry, group);
        Set<String> upstreams =
                group.upstreams().stream().map(Explanation.Upstream::url).collect(Collectors.toSet());
        MetersOf.group(registry, group.name()).stream()
                .filter(meter -> {
                    String upstream = meter.getId().getTag(MetersOf.UPSTREAM);
                    return upstream != null && !upstreams.contains(upstream);
                })
                .forEach(registry::remove);
        upstreams.forEach(upstream -> BREAKER_STATES.forEach(state -> breaker(registry, group, upstream, state)));
    }

    private static void keys(
            MeterRegistry registry, StandardGroup group, String state, ToDoubleFunction<StandardGroup> count) {
        registerOnce(
                registry,
                Gauge.builder("gptload.keys", group, count).description("Keys by state"),
                "gptload.keys",
                Tags.of(MetersOf.GROUP, group.name(), "state", state));
    }

    private static void budgets(MeterRegistry registry, StandardGroup group) {
        Set<String> budgets = group.settings().keyBudgets().all().stream()
                .map(KeyBudget::name)
                .collect(Collectors.toSet());
        MetersOf.group(registry, group.name()).stream()
                .filter(meter -> {
                    String budget = meter.getId().getTag(BUDGET);
                    return budget != null && !budgets.contains(budget);
                })
                .forEach(registry::remove);
        budgets.forEach(budget -> {
            budget(registry, group, budget, "gptload.budget.limit", "What all keys may be used for", BudgetUse::limit);
            budget(
                    registry,
                    group,
                    budget,
                    "gptload.budget.remaining",
                    "What is left of it in the window that is running, by what this process used",
                    BudgetUse::remaining);
        });
    }

    private static void budget(
            MeterRegistry registry,
            StandardGroup group,
            String budget,
            String name,
            String description,
            ToDoubleFunction<BudgetUse> value) {
        registerOnce(
                registry,
                Gauge.builder(
                                name,
                                group,
                                g -> g.budgets().stream()
                                        .filter(use -> use.budget().equals(budget))
                                        .mapToDouble(value)
                                        .sum())
                        .description(description),
                name,
                Tags.of(MetersOf.GROUP, group.name(), BUDGET, budget));
    }

    private static void breaker(MeterRegistry registry, StandardGroup group, String upstream, String state) {
        registerOnce(
                registry,
                Gauge.builder("gptload.upstream.state", group, g -> isIn(g, upstream, state) ? 1 : 0)
                        .description("1 for the state the circuit breaker of the upstream is in"),
                "gptload.upstream.state",
                Tags.of(MetersOf.GROUP, group.name(), MetersOf.UPSTREAM, upstream, "state", state));
    }

    /** A registry warns of a gauge that is registered again. */
    private static void registerOnce(MeterRegistry registry, Gauge.Builder<?> gauge, String name, Tags tags) {
        if (registry.find(name).tags(tags).meter() == null) {
            gauge.tags(tags).register(registry);
        }
    }

    private static boolean isIn(StandardGroup group, String upstream, String state) {
        return group.upstreams().stream()
                .anyMatch(each -> each.url().equals(upstream) && each.state().equals(state));
    }
}
