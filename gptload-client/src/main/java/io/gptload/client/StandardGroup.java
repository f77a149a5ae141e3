package io.gptload.client;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.KeyOptions;
import io.gptload.client.event.KeyRef;
import io.gptload.client.internal.engine.GroupRuntime;
import io.gptload.client.internal.pool.Cooldown;
import io.gptload.client.internal.pool.Invalidation;
import io.gptload.client.internal.pool.KeyBudgeting;
import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.pool.KeyPool;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import io.gptload.client.state.KeyState;
import io.gptload.client.state.KeyStateChange;
import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A group with keys and upstreams of its own. Thread-safe. */
public final class StandardGroup implements Group {

    private final GroupRuntime runtime;
    private final TimeSource time;

    StandardGroup(GroupRuntime runtime, TimeSource time) {
        this.runtime = runtime;
        this.time = time;
    }

    GroupRuntime runtime() {
        return runtime;
    }

    @Override
    public String name() {
        return runtime.name();
    }

    @Override
    public GroupSettings settings() {
        return runtime.config().settings();
    }

    /** The definition in force. */
    public GroupConfig config() {
        return runtime.config();
    }

    @Override
    public Session newSession(CallRequest request) {
        return runtime.newSession(request);
    }

    /**
     * Starts a call that is made to find out about a key: one attempt with it, be it invalid or cooling, without retry,
     * rotation or waiting; model redirects and parameters of the group are left out. A failure is judged and counts as any
     * other; a success makes an invalid key active and ends its strikes and its cooldowns for all models and for the one
     * asked for.
     *
     * @throws IllegalArgumentException if the key is not one of this group's
     */
    public Session probe(KeyRef key, CallRequest request) {
        return runtime.probe(cell(key), request);
    }

    @Override
    public Explanation explain(@Nullable String model) {
        String asked = runtime.redirected(model);
        List<Explanation.Key> keys = runtime.pool().cells().stream()
                .map(cell -> explain(cell, asked))
                .toList();
        return new Explanation(name(), asked, time.instant(), upstreams(), keys);
    }

    @Override
    public List<Explanation.Key> cooldowns() {
        long now = time.nanoTime();
        return runtime.pool().cells().stream()
                .filter(KeyCell::hasCooldowns)
                .flatMap(cell -> cell.cooldowns().stream()
                        .filter(cooldown -> now - cooldown.untilNanos() < 0)
                        .map(cooldown -> cooling(cell, cooldown)))
                .toList();
    }

    @Override
    public PoolCounts counts() {
        KeyPool.Counts counts = runtime.pool().counts();
        return new PoolCounts(
                counts.ready(),
                counts.active() - counts.ready(),
                counts.all() - counts.active() - counts.disabled(),
                counts.disabled());
    }

    @Override
    public long inFlight() {
        return runtime.pool().inFlight();
    }

    @Override
    public List<Explanation.Upstream> upstreams() {
        return runtime.upstreams().stream()
                .map(cell -> new Explanation.Upstream(
                        cell.name(), cell.state(), time.instant().plus(cell.untilFree())))
                .toList();
    }

    private Explanation.Key explain(KeyCell cell, @Nullable String model) {
        KeyOptions options = cell.options();
        if (cell.disabled() && options.isDisabled(time.instant())) {
            return key(cell, Explanation.State.DISABLED, options.disabledUntil());
        }
        Invalidation invalidation = cell.invalidation();
        if (invalidation != null) {
            String ruleId = invalidation.ruleId().isEmpty() ? null : invalidation.ruleId();
            return key(cell, Explanation.State.INVALID, null, ruleId, invalidation.at());
        }
        Cooldown cooldown = later(cell.cooldown(), model == null ? null : cell.cooldown(model));
        if (cooldown == null || time.nanoTime() - cooldown.untilNanos() >= 0) { // over, though no call came to notice
            return key(cell, Explanation.State.READY, null);
        }
        return cooling(cell, cooldown);
    }

    private Explanation.Key cooling(KeyCell cell, Cooldown cooldown) {
        return new Explanation.Key(
                cell.ref(),
                Explanation.State.COOLING,
                cooldown.cause(),
                cooldown.model(),
                cooldown.ruleId(),
                null,
                cooldown.until(),
                cell.strikes(),
                cell.inFlight(),
                cell.options(),
                budgets(cell));
    }

    private Explanation.Key key(KeyCell cell, Explanation.State state, @Nullable Instant until) {
        return key(cell, state, until, null, null);
    }

    private Explanation.Key key(
            KeyCell cell,
            Explanation.State state,
            @Nullable Instant until,
            @Nullable String ruleId,
            @Nullable Instant since) {
        return new Explanation.Key(
                cell.ref(),
                state,
                null,
                null,
                ruleId,
                since,
                Instant.MAX.equals(until) ? null : until,
                cell.strikes(),
                cell.inFlight(),
                cell.options(),
                budgets(cell));
    }

    private List<BudgetUse> budgets(KeyCell cell) {
        KeyBudgeting budgeting = runtime.pool().budgeting();
        return budgeting == null
                ? List.of()
                : budgeting.standings(cell, time.nanoTime()).stream()
                        .map(each -> new BudgetUse(
                                each.budget().name(), each.budget().limit(), each.used(), each.until()))
                        .toList();
    }

    /**
     * How each budget of {@link GroupSettings#keyBudgets()} stands, over all keys that are not invalid or disabled: those of one
     * account are one. Takes longer the more keys there are.
     */
    public List<BudgetUse> budgets() {
        KeyBudgeting budgeting = runtime.pool().budgeting();
        return budgeting == null
                ? List.of()
                : budgeting.totals(runtime.pool().cells(), time.nanoTime()).stream()
                        .map(total -> new BudgetUse(total.budget().name(), total.limit(), total.used(), null))
                        .toList();
    }

    private static @Nullable Cooldown later(@Nullable Cooldown one, @Nullable Cooldown other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.untilNanos() - other.untilNanos() >= 0 ? one : other;
    }

    @Override
    public void restore(KeyRef key) {
        change(key, runtime.pool()::restore);
    }

    @Override
    public void clearCooldowns(KeyRef key) {
        change(key, runtime.pool()::clearCooldowns);
    }

    @Override
    public void invalidate(KeyRef key) {
        change(key, cell -> runtime.pool().invalidate(cell, "manual", time.nanoTime()));
    }

    /**
     * Takes over what is known of keys from an earlier run or another process; no event tells of it. What is worse or lasts
     * longer wins; keys that are not this group's are passed over.
     */
    public void adopt(Collection<KeyState> known) {
        adopt(known, Duration.ZERO);
    }

    /** As {@link #adopt(Collection)}, but what is known is so old: a key that was restored since is left alone. */
    public void adopt(Collection<KeyState> known, Duration age) {
        runtime.pool().adopt(known, time.nanoTime() - age.toNanos());
    }

    /**
     * Takes over news of a key from another process; no event tells of it. Of two changes of its status the later counts, of
     * two cooldowns of one scope the one that ends later; a key that is not this group's is passed over.
     *
     * @param hash the key's {@link KeyRef#hash() hash}
     */
    public void adopt(String hash, KeyStateChange news) {
        runtime.pool().adopt(hash, news);
    }

    /**
     * Takes over that another process left an upstream alone, or found it working again. One call at a time tries it before it
     * is believed, for the fault may be that process's own; an upstream that is the only one is not doubted at all.
     *
     * @param upstream its base URL as in {@link io.gptload.client.event.GptLoadEvent.UpstreamOpened}
     */
    public void adoptUpstream(String upstream, boolean works) {
        runtime.upstreams().stream()
                .filter(cell -> cell.name().equals(upstream))
                .forEach(cell -> cell.recheck(works));
    }

    /** How many failures in a row are held against that key at this moment; 0 also for a key that is not this group's. */
    public int strikes(KeyRef key) {
        KeyCell cell = runtime.pool().byHash(key.hash());
        return cell == null ? 0 : cell.strikes();
    }

    boolean has(KeyRef key) {
        return runtime.pool().byHash(key.hash()) != null;
    }

    private void change(KeyRef key, Consumer<KeyCell> change) {
        change.accept(cell(key));
    }

    private KeyCell cell(KeyRef key) {
        KeyCell cell = runtime.pool().byHash(key.hash());
        if (cell == null) {
            throw new IllegalArgumentException("Group '" + name() + "' has no key " + key);
        }
        return cell;
    }

    @Override
    public String toString() {
        return "StandardGroup[" + name() + "]";
    }
}
