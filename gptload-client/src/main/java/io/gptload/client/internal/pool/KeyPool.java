package io.gptload.client.internal.pool;

import io.gptload.client.config.KeyBudget;
import io.gptload.client.config.KeyConfig;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.internal.budget.BudgetPlan;
import io.gptload.client.internal.event.EventBus;
import io.gptload.client.policy.Category;
import io.gptload.client.state.KeyState;
import io.gptload.client.state.KeyStateChange;
import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one group. Selection takes no lock and its cost does not depend on how many keys there are or how many of
 * them cool; changes of a key's state are rare and serialised by one lock. Keys whose time is over come back when the
 * next selection finds them due. Thread-safe.
 */
public final class KeyPool {

    /** The monotonic instant that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private final TimeSource time;
    private final EventBus bus;
    private final KeyHealth health;

    private final ReentrantLock lock = new ReentrantLock();
    private final ReadyIndex index = new ReadyIndex();
    private final Membership members;
    private final Adoption adoption;
    private final LastResort lastResort = new LastResort(index);
    private volatile @Nullable KeyBudgeting budgeting;

    /** @param random numbers from 0 (inclusive) to 1 (exclusive), for jitter */
    public KeyPool(String group, TimeSource time, EventBus bus, DoubleSupplier random) {
        this.time = time;
        this.bus = bus;
        this.health = new KeyHealth(group, time, index, random);
        this.members = new Membership(time, index);
        this.adoption = new Adoption(time, index, this::isHeeded);
    }

    // ------------------------------------------------------------------------------------------------ selection

    /**
     * Hands out the next ready key, counted as in flight until {@link #release}.
     *
     * @param now the monotonic clock
     * @param model leaves out the keys that are out for it; {@code null} leaves out none
     * @param tried keys to leave out
     * @return {@code null} when there is none
     */
    public @Nullable KeyCell select(long now, @Nullable String model, @Nullable Tried tried) {
        if (!index.releaseDue(now)) {
            return index.pick(model, tried);
        }
        if (lock.tryLock()) {
            bringBack(now);
        }
        KeyCell cell = index.pick(model, tried);
        if (cell == null && index.releaseDue(now)) { // somebody else is bringing keys back: wait for them
            lock.lock();
            bringBack(now);
            cell = index.pick(model, tried);
        }
        return cell;
    }

    /** Hands out that key whatever its state, counted as in flight until {@link #release}. */
    public KeyCell take(KeyCell cell) {
        cell.begin();
        return cell;
    }

    /** Ends what {@link #select}, {@link #lastResort} or {@link #take} began. */
    public void release(KeyCell cell) {
        cell.end();
    }

    /** Whether any key is out for a single model, so that a call's model matters to selection. */
    public boolean modelMatters() {
        return index.modelMatters();
    }

    /**
     * A key to try although none is ready: any, when all that is left is out for that model as not permitted (the model
     * may just be misspelt, and the provider says so best); else, once in 30 s, the one that comes back first, when that
     * is more than a minute away (the provider may have said too much).
     */
    public @Nullable KeyCell lastResort(long now, @Nullable String model) {
        return locked(() -> {
            KeyCell cell = lastResort.find(now, model);
            if (cell != null) {
                cell.begin();
            }
            return cell;
        });
    }

    /** When the first key comes back for that model, in monotonic nanoseconds; {@link #NEVER} when none is cooling. */
    public long nextFree(@Nullable String model) {
        Releases.Entry first = locked(() -> index.firstRelease(model));
        return first == null ? NEVER : first.cooldown().untilNanos();
    }

    // ------------------------------------------------------------------------------------------------ budgets

    /** Keeps the keys within their budgets; {@code null} while they have none. */
    public @Nullable KeyBudgeting budgeting() {
        return budgeting;
    }

    /** Gives every key other budgets. What was used of those that stay is not forgotten. */
    public void budget(@Nullable BudgetPlan plan) {
        KeyBudgeting before = budgeting;
        KeyBudgeting now = plan == null ? null : new KeyBudgeting(this, plan, before);
        budgeting = now;
        if (before != null) {
            for (KeyCell cell : cells()) {
                if (cell.cooldowns().stream().anyMatch(each -> each.isBudget() && before.isOutdated(each, now))) {
                    change(
                            cell,
                            events -> health.clear(
                                    cell, each -> each.isBudget() && before.isOutdated(each, now), events));
                }
            }
        }
    }

    /** Has the budgets of a key begin anew. @param everywhere whether other processes that use them up with us shall too */
    private void renewBudgets(KeyCell cell, boolean everywhere) {
        KeyBudgeting current = budgeting;
        if (current != null) {
            current.renew(cell, everywhere);
        }
    }

    // ------------------------------------------------------------------------------------------------ health

    /**
     * Notes that a key served a call: its strikes and escalations end, and so does a cooldown it was probed out of. Older
     * than the last failure, it proves nothing and is ignored.
     *
     * @param leasedAt when the call got the key
     */
    public void succeeded(KeyCell cell, @Nullable String model, long leasedAt) {
        if (cell.marked() && cell.resettable(model)) {
            change(cell, events -> health.succeeded(cell, model, leasedAt, events));
        }
    }

    /**
     * As {@link #succeeded}, of a call that was made to find out about the key: if it was invalid, it is active again.
     *
     * @param leasedAt when the call got the key
     */
    public void proven(KeyCell cell, @Nullable String model, long leasedAt) {
        change(cell, events -> health.proven(cell, model, leasedAt, events));
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
        change(cell, events -> health.cool(cell, model, told, cause, ruleId, leasedAt, events));
    }

    /** Cools every key of the given one's account, itself included. */
    public void coolAccount(
            KeyCell cell,
            @Nullable String model,
            @Nullable Duration told,
            Category cause,
            String ruleId,
            long leasedAt) {
        String account = cell.options().account();
        List<KeyCell> sharing = account == null
                ? List.of(cell)
                : cells().stream()
                        .filter(each -> account.equals(each.options().account()))
                        .toList();
        sharing.forEach(each -> cool(each, model, told, cause, ruleId, leasedAt));
    }

    /**
     * Counts a failure that was the key's own but not definite.
     *
     * @param threshold how many in a row make it invalid; 0 for never
     * @param leasedAt when the failed call got the key
     */
    public void strike(KeyCell cell, int threshold, String ruleId, long leasedAt) {
        change(cell, events -> health.strike(cell, threshold, ruleId, leasedAt, events));
    }

    /**
     * Takes a key out until somebody restores it.
     *
     * @param leasedAt when the failed call got the key
     */
    public void invalidate(KeyCell cell, String ruleId, long leasedAt) {
        change(cell, events -> health.invalidate(cell, ruleId, leasedAt, events));
    }

    /**
     * Takes over what is known from elsewhere, without telling anybody: invalid wins over active, more strikes over fewer,
     * and of two cooldowns of one scope the one that ends later counts. Keys that are not members, or were restored since,
     * are passed over.
     *
     * @param readAt when it was known, in monotonic nanoseconds
     */
    public void adopt(Collection<KeyState> known, long readAt) {
        for (KeyState state : known) {
            KeyCell cell = byHash(state.hash());
            if (cell != null && cell.heeds(readAt)) {
                change(cell, events -> adoption.take(cell, state));
            }
        }
    }

    /**
     * Takes over news of a key from elsewhere, without telling anybody. Of two changes of its status the later counts; of two
     * cooldowns of one scope the one that ends later. A key that is not a member is passed over.
     */
    public void adopt(String hash, KeyStateChange news) {
        KeyCell cell = byHash(hash);
        if (cell != null) {
            boolean rested = restsForBudget(cell);
            change(cell, events -> adoption.take(cell, news));
            if (rested && !restsForBudget(cell)) {
                renewBudgets(cell, false);
            }
        }
    }

    /** A rest for a budget that keys do not have, or not any more, is none. */
    private boolean isHeeded(KeyState.Rest rest) {
        KeyBudgeting current = budgeting;
        return !rest.ruleId().startsWith(KeyBudget.RULE_PREFIX)
                || current != null && current.has(rest.ruleId(), rest.model());
    }

    private static boolean restsForBudget(KeyCell cell) {
        return cell.cooldowns().stream().anyMatch(Cooldown::isBudget);
    }

    /** Takes back one strike, and what it led to. */
    public void forgive(KeyCell cell) {
        change(cell, events -> health.forgive(cell, events));
    }

    /** Makes a key active with a clean record, whatever was held against it, and unused budgets. */
    public void restore(KeyCell cell) {
        renewBudgets(cell, true);
        change(cell, events -> health.restore(cell, events));
    }

    /** Ends all cooldowns of a key now; its budgets are unused again, with those of its account. */
    public void clearCooldowns(KeyCell cell) {
        renewBudgets(cell, true);
        change(cell, events -> health.clear(cell, cooldown -> true, events));
    }

    /** Brings back the keys whose time is over. The caller holds the lock; it is given up here. */
    private void bringBack(long now) {
        List<GptLoadEvent> events = new ArrayList<>();
        try {
            index.dueForEnabling(now).forEach(members::enable); // its cooldown may be over too
            for (Releases.Entry entry : index.due(now)) {
                health.end(entry.cell(), cooldown -> cooldown == entry.cooldown(), events);
                index.refresh(entry.cell());
            }
            index.settle();
        } finally {
            lock.unlock();
        }
        events.forEach(bus::publish);
    }

    /** Runs a change of one key under the lock, brings the index up to date, and then tells. */
    private void change(KeyCell cell, Consumer<List<GptLoadEvent>> action) {
        List<GptLoadEvent> events = new ArrayList<>(2);
        lock.lock();
        try {
            boolean wasActive = cell.active();
            action.accept(events);
            members.changed(cell, wasActive);
            index.refresh(cell);
            index.settle();
        } finally {
            lock.unlock();
        }
        events.forEach(bus::publish);
    }

    // ------------------------------------------------------------------------------------------------ membership

    /** Makes these the keys of the pool. Those that stay keep their state; those that go finish their calls. */
    public void reconcile(Collection<KeyConfig> keys) {
        Map<String, KeyRef> known = locked(members::refsBySecret);
        Map<String, Membership.Wanted> wanted = Membership.wanted(keys, known);
        locked(() -> {
            members.reconcile(wanted);
            return wanted;
        });
    }

    /** How many keys are in which state, with those back whose time is over. */
    public Counts counts() {
        long now = time.nanoTime();
        if (index.releaseDue(now)) {
            lock.lock();
            bringBack(now);
        }
        return locked(members::counts);
    }

    /**
     * A part of the keys each.
     *
     * @param ready in rotation
     * @param active not taken out for good and not disabled; those that are ready among them
     * @param disabled left out by somebody, be they invalid or not
     * @param all every key
     */
    public record Counts(int ready, int active, int disabled, int all) {}

    /** How many attempts are under way with the keys there are. */
    public long inFlight() {
        return index.inFlight();
    }

    /** How many keys there are. */
    public int size() {
        return locked(members::size);
    }

    /** How many keys were not taken out for good and are not disabled. */
    public int activeCount() {
        return members.active();
    }

    /** The key of that {@link KeyRef#hash() hash}, if it is a member. */
    public @Nullable KeyCell byHash(String hash) {
        return locked(() -> members.byHash(hash));
    }

    /** All keys, in the order they were added. */
    public List<KeyCell> cells() {
        return locked(members::cells);
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
