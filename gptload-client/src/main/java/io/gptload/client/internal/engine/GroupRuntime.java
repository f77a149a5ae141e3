package io.gptload.client.internal.engine;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.KeyBudgets;
import io.gptload.client.config.UpstreamConfig;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.internal.budget.BudgetPlan;
import io.gptload.client.internal.budget.BudgetSharing;
import io.gptload.client.internal.event.EventBus;
import io.gptload.client.internal.pool.KeyBudgeting;
import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.pool.KeyPool;
import io.gptload.client.internal.upstream.UpstreamCell;
import io.gptload.client.internal.upstream.UpstreamRing;
import io.gptload.client.policy.DailyReset;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import io.gptload.client.time.TimeSource;
import io.gptload.client.wire.Channel;
import io.gptload.client.wire.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** A group at work: its definition, which may be replaced at any time, and the state that outlives it. Thread-safe. */
public final class GroupRuntime implements Route {

    private final String name;
    private final TimeSource time;
    private final EventBus bus;
    private final Targets targets = new Targets();
    private final BudgetSharing sharing;
    private final KeyPool pool;
    private final ServedModels served;
    private final Backoff backoff;
    private final List<GroupRuntime> self = List.of(this);
    private volatile GroupSnapshot snapshot;

    /**
     * A group.
     *
     * @param random numbers from 0 (inclusive) to 1 (exclusive), for jitter
     * @param sharing whether other processes use up the same budgets
     */
    public GroupRuntime(
            GroupConfig config, TimeSource time, EventBus bus, DoubleSupplier random, BudgetSharing sharing) {
        this.name = config.name();
        this.time = time;
        this.bus = bus;
        this.sharing = sharing;
        this.pool = new KeyPool(name, time, bus, random);
        this.served = new ServedModels(time);
        this.backoff = new Backoff(random);
        this.snapshot = compile(config, List.of());
        pool.reconcile(config.keys());
        pool.budget(budgets(config));
    }

    private @Nullable BudgetPlan budgets(GroupConfig config) {
        KeyBudgets budgets = config.settings().keyBudgets();
        return budgets.isEmpty()
                ? null
                : new BudgetPlan(name, budgets, DailyReset.of(config.channel(), config.provider()), time, sharing);
    }

    /** Replaces the definition. Calls under way finish on the old one; the keys and upstreams that stay keep their state. */
    public synchronized void redefine(GroupConfig config) {
        GroupSnapshot next = compile(config, snapshot.upstreams().cells());
        if (!config.keys().equals(snapshot.config().keys())) {
            pool.reconcile(config.keys());
        }
        BudgetPlan plan = budgets(config);
        if (!Objects.equals(plan, budgets(snapshot.config()))) {
            pool.budget(plan);
        }
        snapshot = next;
        bus.publish(new GptLoadEvent.GroupReplaced(
                time.instant(),
                name,
                config.keys().size(),
                next.upstreams().cells().size()));
    }

    private GroupSnapshot compile(GroupConfig config, List<UpstreamCell> known) {
        List<UpstreamConfig> used =
                config.upstreams().stream().filter(u -> u.weight() > 0).toList();
        boolean only = used.size() == 1;
        List<UpstreamCell> cells = new ArrayList<>();
        for (UpstreamConfig upstream : used) {
            cells.add(known.stream()
                    .filter(cell -> cell.config().baseUrl().equals(upstream.baseUrl()) && cell.only() == only)
                    .findFirst()
                    .orElseGet(() -> new UpstreamCell(name, upstream, only, time, bus)));
        }
        return GroupSnapshot.compile(
                config,
                new UpstreamRing(
                        cells, used.stream().mapToInt(UpstreamConfig::weight).toArray()));
    }

    /** Starts a call. */
    public Session newSession(CallRequest request) {
        return new CallSession(this, request, null);
    }

    /** Starts a call that is made to find out about one of this group's keys. */
    public Session probe(KeyCell key, CallRequest request) {
        return new CallSession(this, request, key);
    }

    /** Its name. */
    @Override
    public String name() {
        return name;
    }

    /** The definition in force. */
    public GroupConfig config() {
        return snapshot.config();
    }

    /** Its keys. */
    public KeyPool pool() {
        return pool;
    }

    /** Its upstreams of a weight above 0. */
    public List<UpstreamCell> upstreams() {
        return snapshot.upstreams().cells();
    }

    /** The model that requests for the given one are sent as. */
    public @Nullable String redirected(@Nullable String model) {
        String target = model == null ? null : config().modelRedirects().target(model);
        return target == null ? model : target;
    }

    @Override
    public Channel channel() {
        return snapshot.config().channel();
    }

    @Override
    public List<GroupRuntime> members() {
        return self;
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

    /** Whether answers must be read for their tokens. */
    boolean countsTokens() {
        KeyBudgeting budgeting = pool.budgeting();
        return budgeting != null && budgeting.countsTokens();
    }

    /** Notes what an answer took. */
    void used(KeyCell key, PreparedRequest request, TokenUsage tokens) {
        KeyBudgeting budgeting = pool.budgeting();
        if (budgeting != null && budgeting.countsTokens()) {
            String model = budgeting.perModel() ? request.model() : null;
            budgeting.useTokens(key, model, tokens.total(), time.nanoTime());
        }
    }

    GroupSnapshot snapshot() {
        return snapshot;
    }

    ServedModels served() {
        return served;
    }

    Backoff backoff() {
        return backoff;
    }
}
