package io.gptload.client.internal.pool;

import io.gptload.client.config.KeyConfig;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.internal.event.EventBus;
import io.gptload.client.internal.pool.KeyCell.Escalation;
import io.gptload.client.policy.Category;
import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one group. Selection takes no lock and its cost does not depend on how many keys there are or how many of
 * them cool; changes of a key's state are rare and serialised by one lock. Keys whose time is over come back when the
 * next selection finds them due. Thread-safe.
 */
public final class KeyPool {

    /** The monotonic instant that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final String WHOLE_KEY = "";
    private static final int MAX_MODEL_VIEWS = 1024;
    private static final long SAME_NANOS = Duration.ofMillis(500).toNanos();
    private static final long PROBE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long WORTH_PROBING_NANOS = Duration.ofSeconds(60).toNanos();

    private final String group;
    private final TimeSource time;
    private final EventBus bus;
    private final CooldownLength length;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, KeyCell> byHash = new LinkedHashMap<>();
    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    private final Releases releases = new Releases();
    private long lastProbe;
    private boolean probed;

    private final Rotation all = new Rotation(new ReadySet(64));
    private final Map<String, ModelView> views = new ConcurrentHashMap<>();
    private volatile @Nullable KeyCell[] cells = new KeyCell[64];
    private volatile long nextRelease = NEVER;
    private volatile int activeKeys;

    /** @param random numbers from 0 (inclusive) to 1 (exclusive), for jitter */
    public KeyPool(String group, TimeSource time, EventBus bus, DoubleSupplier random) {
        this.group = group;
        this.time = time;
        this.bus = bus;
        this.length = new CooldownLength(random);
    }

    // ---------------------------------------------------------------------------------------------- selection

    /**
     * Hands out the next ready key, counted as in flight until {@link #release}.
     *
     * @param now the monotonic clock
     * @param model leaves out the keys that are out for it; {@code null} leaves out none
     * @param tried keys to leave out
     * @return {@code null} when there is none
     */
    public @Nullable KeyCell select(long now, @Nullable String model, @Nullable Tried tried) {
        if (!releaseDue(now)) {
            return pick(model, tried);
        }
        bringBack(now, lock::tryLock);
        KeyCell cell = pick(model, tried);
        if (cell == null && releaseDue(now)) { // somebody else is bringing keys back: wait for them
            bringBack(now, () -> {
                lock.lock();
                return true;
            });
            cell = pick(model, tried);
        }
        return cell;
    }

    private boolean releaseDue(long now) {
        long next = nextRelease;
        return next != NEVER && now - next >= 0;
    }

    private @Nullable KeyCell pick(@Nullable String model, @Nullable Tried tried) {
        Rotation rotation = rotation(model);
        int slot = rotation.next();
        for (int steps = tried == null ? 1 : tried.size() + 2; slot >= 0 && steps > 0; steps--) {
            KeyCell cell = cells[slot];
            if (cell != null && (tried == null || !tried.contains(cell))) {
                cell.begin();
                return cell;
            }
            slot = rotation.after(slot);
        }
        return null;
    }

    private Rotation rotation(@Nullable String model) {
        if (model == null || views.isEmpty()) {
            return all;
        }
        ModelView view = views.get(model);
        return view == null ? all : view.rotation;
    }

    /** Ends what {@link #select} or {@link #lastResort} began. */
    public void release(KeyCell cell) {
        cell.end();
    }

    /** Whether any key is out for a single model, so that a call's model matters to selection. */
    public boolean modelMatters() {
        return !views.isEmpty();
    }

    /**
     * A key to try although none is ready: any, when all that is left is out for that model as not permitted (the model
     * may just be misspelt, and the provider says so best); else, once in 30 s, the one that comes back first, when that
     * is more than a minute away (the provider may have said too much).
     */
    public @Nullable KeyCell lastResort(long now, @Nullable String model, @Nullable Tried tried) {
        lock.lock();
        try {
            KeyCell cell = model == null ? null : notPermitted(model);
            if (cell == null) {
                cell = probe(now, model);
            }
            if (cell == null || (tried != null && tried.contains(cell))) {
                return null;
            }
            cell.begin();
            return cell;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable KeyCell notPermitted(String model) {
        int slot = all.next();
        KeyCell cell = slot < 0 ? null : cells[slot];
        Cooldown cooldown = cell == null ? null : cell.modelCooldowns.get(model);
        return cooldown != null && cooldown.cause() == Category.NOT_PERMITTED ? cell : null;
    }

    private @Nullable KeyCell probe(long now, @Nullable String model) {
        Releases.Entry first = firstRelease(model);
        if (first == null
                || first.cooldown().untilNanos() - now < WORTH_PROBING_NANOS
                || now - first.cooldown().sinceNanos() < PROBE_NANOS
                || (probed && now - lastProbe < PROBE_NANOS)) {
            return null;
        }
        probed = true;
        lastProbe = now;
        return first.cell();
    }

    private Releases.@Nullable Entry firstRelease(@Nullable String model) {
        ModelView view = model == null ? null : views.get(model);
        Releases.Entry inView = view == null ? null : view.releases.first();
        if (inView != null && !all.ready().isEmpty()) {
            return inView; // keys are ready for other models: only this model's cooldowns count
        }
        Releases.Entry whole = releases.first();
        if (whole == null || inView == null) {
            return whole == null ? inView : whole;
        }
        return whole.cooldown().untilNanos() - inView.cooldown().untilNanos() <= 0 ? whole : inView;
    }

    /** When the first key comes back for that model, in monotonic nanoseconds; {@link #NEVER} when none is cooling. */
    public long nextFree(@Nullable String model) {
        lock.lock();
        try {
            Releases.Entry first = firstRelease(model);
            return first == null ? NEVER : first.cooldown().untilNanos();
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------------------------------------- health

    /**
     * Notes that a key served a call: its strikes and escalations end, and so does a cooldown it was probed out of. Older
     * than the last failure, it proves nothing and is ignored.
     *
     * @param leasedAt when the call got the key
     */
    public void succeeded(KeyCell cell, @Nullable String model, long leasedAt) {
        if (!resettable(cell, model)) {
            return;
        }
        change(
                events -> {
                    if (leasedAt - cell.lastStrikeNanos >= 0) {
                        cell.strikes = 0;
                    }
                    Map<String, Escalation> left = new HashMap<>(cell.escalations);
                    left.entrySet()
                            .removeIf(e ->
                                    (e.getKey().equals(WHOLE_KEY) || e.getKey().equals(model))
                                            && leasedAt - e.getValue().lastNanos() >= 0);
                    cell.escalations = Map.copyOf(left);
                    end(
                            cell,
                            cooldown -> leasedAt - cooldown.sinceNanos() >= 0
                                    && (cooldown.model() == null
                                            || cooldown.model().equals(model)),
                            events);
                },
                cell);
    }

    private static boolean resettable(KeyCell cell, @Nullable String model) {
        if (!cell.marked) {
            return false;
        }
        if (cell.strikes > 0 || cell.cooldown != null) {
            return true;
        }
        Map<String, Escalation> escalations = cell.escalations;
        return escalations.containsKey(WHOLE_KEY)
                || (model != null && (escalations.containsKey(model) || cell.modelCooldowns.containsKey(model)));
    }

    /**
     * Takes a key out of rotation for a while. Of two cooldowns of one scope the one that ends later counts.
     *
     * @param model the model it is out for; {@code null} for all
     * @param told how long, as the provider said; {@code null} when it said nothing
     * @param leasedAt when the failed call got the key: calls that were under way together escalate once
     */
    public void cool(
            KeyCell cell,
            @Nullable String model,
            @Nullable Duration told,
            Category cause,
            String ruleId,
            long leasedAt) {
        change(events -> coolLocked(cell, model, told, cause, ruleId, leasedAt, events), cell);
    }

    /** Cools every key of the given one's account, itself included. */
    public void coolAccount(
            KeyCell cell,
            @Nullable String model,
            @Nullable Duration told,
            Category cause,
            String ruleId,
            long leasedAt) {
        String account = cell.account;
        if (account == null) {
            cool(cell, model, told, cause, ruleId, leasedAt);
            return;
        }
        List<KeyCell> sharing;
        lock.lock();
        try {
            sharing = byHash.values().stream()
                    .filter(c -> account.equals(c.account))
                    .toList();
        } finally {
            lock.unlock();
        }
        for (KeyCell each : sharing) {
            cool(each, model, told, cause, ruleId, leasedAt);
        }
    }

    private void coolLocked(
            KeyCell cell,
            @Nullable String model,
            @Nullable Duration told,
            Category cause,
            String ruleId,
            long leasedAt,
            List<GptLoadEvent> events) {
        long now = time.nanoTime();
        long nanos = length.nanos(cause, told, told != null ? 0 : escalate(cell, model, leasedAt, now));
        Cooldown current = model == null ? cell.cooldown : cell.modelCooldowns.get(model);
        if (nanos <= 0
                || !cell.member
                || !cell.heeds(leasedAt)
                || (current != null && !longer(now + nanos, current, leasedAt))) {
            return;
        }
        Instant at = time.instant();
        Cooldown cooldown = new Cooldown(model, now, now + nanos, at.plusNanos(nanos), cause, ruleId);
        if (model == null) {
            cell.cooldown = cooldown;
            releases.add(cell, cooldown);
        } else {
            Map<String, Cooldown> byModel = new HashMap<>(cell.modelCooldowns);
            byModel.put(model, cooldown);
            cell.modelCooldowns = Map.copyOf(byModel);
            view(model).releases.add(cell, cooldown);
        }
        events.add(new GptLoadEvent.KeyCooled(at, group, cell.ref(), model, cooldown.until(), cause, ruleId));
    }

    /** How often in a row before; calls that were under way together count once. */
    private static int escalate(KeyCell cell, @Nullable String model, long leasedAt, long now) {
        String scope = model == null ? WHOLE_KEY : model;
        Escalation before = cell.escalations.get(scope);
        if (before != null && leasedAt - before.lastNanos() < 0) {
            return before.steps() - 1;
        }
        int steps = before == null ? 0 : before.steps();
        Map<String, Escalation> escalations = new HashMap<>(cell.escalations);
        escalations.put(scope, new Escalation(steps + 1, now));
        cell.escalations = Map.copyOf(escalations);
        return steps;
    }

    /** Of calls that were under way together, a difference within the jitter is none. */
    private static boolean longer(long until, Cooldown current, long leasedAt) {
        long more = until - current.untilNanos();
        return more > (leasedAt - current.sinceNanos() < 0 ? SAME_NANOS : 0);
    }

    /** The view of that model, made when it is missing; some other one goes when there are too many. */
    private ModelView view(String model) {
        ModelView view = views.get(model);
        if (view == null) {
            if (views.size() >= MAX_MODEL_VIEWS) {
                views.remove(views.keySet().iterator().next());
            }
            ReadySet ready = all.ready().copy(0);
            view = new ModelView(ready);
            for (KeyCell cell : byHash.values()) {
                Cooldown cooldown = cell.modelCooldowns.get(model);
                if (cooldown != null) {
                    ready.set(cell.slot, false);
                    view.releases.add(cell, cooldown);
                }
            }
            views.put(model, view);
        }
        return view;
    }

    /**
     * Counts a failure that was the key's own but not definite.
     *
     * @param threshold how many in a row make it invalid; 0 for never
     * @param leasedAt when the failed call got the key
     */
    public void strike(KeyCell cell, int threshold, String ruleId, long leasedAt) {
        change(
                events -> {
                    if (!cell.heeds(leasedAt)) {
                        return;
                    }
                    cell.strikes++;
                    cell.lastStrikeNanos = time.nanoTime();
                    if (threshold > 0 && cell.strikes >= threshold && !cell.invalid) {
                        cell.invalid = true;
                        cell.definite = false;
                        events.add(invalidated(cell, ruleId));
                    }
                },
                cell);
    }

    /** Takes back one strike, and what it led to. */
    public void forgive(KeyCell cell) {
        change(
                events -> {
                    cell.strikes = Math.max(0, cell.strikes - 1);
                    if (cell.invalid && !cell.definite) {
                        cell.invalid = false;
                        events.add(new GptLoadEvent.KeyRestored(time.instant(), group, cell.ref()));
                    }
                },
                cell);
    }

    /**
     * Takes a key out until somebody restores it.
     *
     * @param leasedAt when the failed call got the key
     */
    public void invalidate(KeyCell cell, String ruleId, long leasedAt) {
        change(
                events -> {
                    if (!cell.heeds(leasedAt)) {
                        return;
                    }
                    cell.strikes++;
                    cell.lastStrikeNanos = time.nanoTime();
                    if (!cell.invalid) {
                        cell.invalid = true;
                        cell.definite = true;
                        events.add(invalidated(cell, ruleId));
                    }
                },
                cell);
    }

    private GptLoadEvent invalidated(KeyCell cell, String ruleId) {
        return new GptLoadEvent.KeyInvalidated(time.instant(), group, cell.ref(), cell.strikes, ruleId);
    }

    /** Makes a key active with a clean record, whatever was held against it. */
    public void restore(KeyCell cell) {
        change(
                events -> {
                    boolean wasInvalid = cell.invalid;
                    cell.wipedAt(time.nanoTime());
                    cell.invalid = false;
                    cell.strikes = 0;
                    cell.escalations = Map.of();
                    end(cell, cooldown -> true, events);
                    if (wasInvalid) {
                        events.add(new GptLoadEvent.KeyRestored(time.instant(), group, cell.ref()));
                    }
                },
                cell);
    }

    /** Ends all cooldowns of a key now. */
    public void clearCooldowns(KeyCell cell) {
        change(
                events -> {
                    cell.wipedAt(time.nanoTime());
                    end(cell, cooldown -> true, events);
                },
                cell);
    }

    private void end(KeyCell cell, Predicate<Cooldown> which, List<GptLoadEvent> events) {
        Cooldown whole = cell.cooldown;
        if (whole != null && which.test(whole)) {
            cell.cooldown = null;
            events.add(new GptLoadEvent.KeyBack(time.instant(), group, cell.ref(), null));
        }
        if (!cell.modelCooldowns.isEmpty()) {
            Map<String, Cooldown> left = new HashMap<>(cell.modelCooldowns);
            for (Cooldown cooldown : cell.modelCooldowns.values()) {
                if (which.test(cooldown)) {
                    left.remove(Objects.requireNonNull(cooldown.model()));
                    events.add(new GptLoadEvent.KeyBack(time.instant(), group, cell.ref(), cooldown.model()));
                }
            }
            cell.modelCooldowns = Map.copyOf(left);
        }
    }

    private void bringBack(long now, BooleanSupplier acquire) {
        if (!acquire.getAsBoolean()) {
            return;
        }
        List<GptLoadEvent> events = new ArrayList<>();
        try {
            releases.due(now).forEach(entry -> finish(entry, events));
            for (ModelView view : views.values()) {
                view.releases.due(now).forEach(entry -> finish(entry, events));
            }
            views.values().removeIf(view -> view.releases.first() == null);
            updateNextRelease();
        } finally {
            lock.unlock();
        }
        events.forEach(bus::publish);
    }

    private void finish(Releases.Entry entry, List<GptLoadEvent> events) {
        end(entry.cell(), cooldown -> cooldown == entry.cooldown(), events);
        refresh(entry.cell());
    }

    /** Runs a change of one key under the lock, brings the sets up to date, and then tells. */
    private void change(Consumer<List<GptLoadEvent>> action, KeyCell cell) {
        List<GptLoadEvent> events = new ArrayList<>(2);
        lock.lock();
        try {
            action.accept(events);
            refresh(cell);
            updateNextRelease();
        } finally {
            lock.unlock();
        }
        events.forEach(bus::publish);
    }

    private void refresh(KeyCell cell) {
        cell.updateMarked();
        boolean active = cell.member && !cell.invalid;
        if (active != cell.counted) {
            cell.counted = active;
            activeKeys += active ? 1 : -1;
        }
        if (cells[cell.slot] != cell) {
            return; // no longer a member; its slot may be another's
        }
        boolean ready = cell.ready();
        all.ready().set(cell.slot, ready);
        for (Map.Entry<String, ModelView> view : views.entrySet()) {
            view.getValue().rotation.ready().set(cell.slot, ready && !cell.modelCooldowns.containsKey(view.getKey()));
        }
    }

    private void updateNextRelease() {
        long next = releases.next();
        for (ModelView view : views.values()) {
            next = Math.min(next, view.releases.next());
        }
        nextRelease = next;
    }

    // ---------------------------------------------------------------------------------------------- membership

    /** Makes these the keys of the pool. Those that stay keep their state; those that go finish their calls. */
    public void reconcile(Collection<KeyConfig> keys) {
        Map<KeyRef, KeyConfig> wanted = new LinkedHashMap<>();
        keys.forEach(key -> wanted.putIfAbsent(KeyRef.of(key.secret()), key));
        lock.lock();
        try {
            byHash.values().removeIf(cell -> {
                boolean goes = !wanted.containsKey(cell.ref());
                if (goes) {
                    remove(cell);
                }
                return goes;
            });
            wanted.forEach((ref, key) -> {
                KeyCell cell = byHash.get(ref.hash());
                if (cell == null) {
                    add(ref, key);
                } else {
                    cell.account = key.account();
                }
            });
            updateNextRelease();
        } finally {
            lock.unlock();
        }
    }

    private void remove(KeyCell cell) {
        cell.member = false;
        refresh(cell);
        cells[cell.slot] = null;
        freeSlots.add(cell.slot);
    }

    private void add(KeyRef ref, KeyConfig key) {
        Integer free = freeSlots.poll();
        int slot = free != null ? free : byHash.size();
        if (slot >= cells.length) {
            int capacity = 2 * cells.length;
            cells = Arrays.copyOf(cells, capacity);
            all.grow(capacity);
            views.values().forEach(view -> view.rotation.grow(capacity));
        }
        KeyCell cell = new KeyCell(slot, key, ref);
        cells[slot] = cell;
        byHash.put(ref.hash(), cell);
        refresh(cell);
    }

    /** How many keys there are. */
    public int size() {
        lock.lock();
        try {
            return byHash.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a key that was not taken out for good. */
    public boolean hasActive() {
        return activeKeys > 0;
    }

    /** How many keys were not taken out for good. */
    public int activeCount() {
        return activeKeys;
    }

    /** The key of that {@link KeyRef#hash() hash}, if it is a member. */
    public @Nullable KeyCell byHash(String hash) {
        lock.lock();
        try {
            return byHash.get(hash);
        } finally {
            lock.unlock();
        }
    }

    /** All keys, in the order they were added. */
    public List<KeyCell> cells() {
        lock.lock();
        try {
            return List.copyOf(byHash.values());
        } finally {
            lock.unlock();
        }
    }
}
