package io.gptload.client.internal.pool;

import io.gptload.client.config.KeyConfig;
import io.gptload.client.config.KeyOptions;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.internal.event.EventBus;
import io.gptload.client.policy.Category;
import io.gptload.client.state.KeyState;
import io.gptload.client.state.KeyStateChange;
import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
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

    private static final Duration FAR_AWAY = Duration.ofDays(36_500);
    private static final long SAME_NANOS = Duration.ofMillis(500).toNanos();
    private static final long PROBE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long WORTH_PROBING_NANOS = Duration.ofSeconds(60).toNanos();

    private final String group;
    private final TimeSource time;
    private final EventBus bus;
    private final CooldownLength length;
    private final Adoption adoption;

    private final ReadyIndex index = new ReadyIndex();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, KeyCell> byHash = new LinkedHashMap<>();
    private long lastProbe;
    private boolean probed;
    private volatile int activeKeys;
    private int disabledKeys;

    /** @param random numbers from 0 (inclusive) to 1 (exclusive), for jitter */
    public KeyPool(String group, TimeSource time, EventBus bus, DoubleSupplier random) {
        this.group = group;
        this.time = time;
        this.bus = bus;
        this.length = new CooldownLength(random);
        this.adoption = new Adoption(time, index);
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
            KeyCell cell = model == null ? null : notPermitted(model);
            if (cell == null) {
                cell = probe(now, model);
            }
            if (cell != null) {
                cell.begin();
            }
            return cell;
        });
    }

    private @Nullable KeyCell notPermitted(String model) {
        KeyCell cell = index.anyReady();
        Cooldown cooldown = cell == null ? null : cell.cooldown(model);
        return cooldown != null && cooldown.cause() == Category.NOT_PERMITTED ? cell : null;
    }

    private @Nullable KeyCell probe(long now, @Nullable String model) {
        Releases.Entry first = index.firstRelease(model);
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

    /** When the first key comes back for that model, in monotonic nanoseconds; {@link #NEVER} when none is cooling. */
    public long nextFree(@Nullable String model) {
        Releases.Entry first = locked(() -> index.firstRelease(model));
        return first == null ? NEVER : first.cooldown().untilNanos();
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
            change(cell, events -> {
                int before = cell.strikes();
                cell.succeeded(model, leasedAt);
                tellStrikes(cell, before, events);
                end(cell, c -> leasedAt - c.sinceNanos() >= 0 && concerns(c, model), events);
            });
        }
    }

    /**
     * As {@link #succeeded}, of a call that was made to find out about the key: if it was invalid, it is active again.
     *
     * @param leasedAt when the call got the key
     */
    public void proven(KeyCell cell, @Nullable String model, long leasedAt) {
        change(cell, events -> {
            int before = cell.strikes();
            Instant at = time.instant();
            boolean back = cell.proven(model, leasedAt, at.toEpochMilli());
            end(cell, c -> leasedAt - c.sinceNanos() >= 0 && concerns(c, model), events);
            if (back) {
                cell.wipe(time.nanoTime());
                events.add(new GptLoadEvent.KeyRestored(at, group, cell.ref()));
            } else {
                tellStrikes(cell, before, events);
            }
        });
    }

    private void tellStrikes(KeyCell cell, int before, List<GptLoadEvent> events) {
        int now = cell.strikes();
        if (now != before) {
            events.add(new GptLoadEvent.StrikesChanged(time.instant(), group, cell.ref(), now - before, now));
        }
    }

    private static boolean concerns(Cooldown cooldown, @Nullable String model) {
        return cooldown.model() == null || cooldown.model().equals(model);
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
        change(cell, events -> {
            if (!cell.member || !cell.heeds(leasedAt)) {
                return;
            }
            long now = time.nanoTime();
            long nanos = length.nanos(cause, told, told != null ? 0 : cell.escalate(model, leasedAt, now));
            Cooldown current = cell.cooldown(model);
            if (nanos > 0 && (current == null || longer(now + nanos, current, leasedAt))) {
                Instant at = time.instant();
                Cooldown cooldown = new Cooldown(model, now, at, now + nanos, at.plusNanos(nanos), cause, ruleId);
                index.cooled(cell, cooldown);
                cell.cool(cooldown);
                events.add(new GptLoadEvent.KeyCooled(at, group, cell.ref(), model, cooldown.until(), cause, ruleId));
            }
        });
    }

    /** Of calls that were under way together, a difference within the jitter is none. */
    private static boolean longer(long until, Cooldown current, long leasedAt) {
        long more = until - current.untilNanos();
        return more > (leasedAt - current.sinceNanos() < 0 ? SAME_NANOS : 0);
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
        change(cell, events -> {
            if (!cell.heeds(leasedAt)) {
                return;
            }
            int before = cell.strikes();
            Instant at = time.instant();
            if (cell.strike(threshold, time.nanoTime(), at.toEpochMilli())) {
                events.add(invalidated(cell, ruleId, at));
            } else {
                tellStrikes(cell, before, events);
            }
        });
    }

    /**
     * Takes a key out until somebody restores it.
     *
     * @param leasedAt when the failed call got the key
     */
    public void invalidate(KeyCell cell, String ruleId, long leasedAt) {
        change(cell, events -> {
            Instant at = time.instant();
            if (cell.heeds(leasedAt) && cell.invalidate(time.nanoTime(), at.toEpochMilli())) {
                events.add(invalidated(cell, ruleId, at));
            }
        });
    }

    private GptLoadEvent invalidated(KeyCell cell, String ruleId, Instant at) {
        cell.because(new Invalidation(at, ruleId));
        return new GptLoadEvent.KeyInvalidated(at, group, cell.ref(), cell.strikes(), ruleId);
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
            change(cell, events -> adoption.take(cell, news));
        }
    }

    /** Takes back one strike, and what it led to. */
    public void forgive(KeyCell cell) {
        change(cell, events -> {
            int before = cell.strikes();
            Instant at = time.instant();
            if (cell.forgive(at.toEpochMilli())) {
                events.add(new GptLoadEvent.KeyRestored(at, group, cell.ref()));
            } else {
                tellStrikes(cell, before, events);
            }
        });
    }

    /** Makes a key active with a clean record, whatever was held against it. */
    public void restore(KeyCell cell) {
        change(cell, events -> {
            int before = cell.strikes();
            Instant at = time.instant();
            boolean back = cell.restore(time.nanoTime(), at.toEpochMilli());
            end(cell, cooldown -> true, events);
            if (back) {
                events.add(new GptLoadEvent.KeyRestored(at, group, cell.ref()));
            } else {
                tellStrikes(cell, before, events);
            }
        });
    }

    /** Ends all cooldowns of a key now. */
    public void clearCooldowns(KeyCell cell) {
        change(cell, events -> {
            cell.wipe(time.nanoTime());
            end(cell, cooldown -> true, events);
        });
    }

    private void end(KeyCell cell, Predicate<Cooldown> which, List<GptLoadEvent> events) {
        for (Cooldown ended : cell.endCooldowns(which)) {
            Instant at = time.instant();
            if (at.isBefore(ended.until())) {
                cell.ended(ended.model(), at.toEpochMilli());
            }
            events.add(new GptLoadEvent.KeyBack(at, group, cell.ref(), ended.model(), ended.until()));
        }
    }

    /** Brings back the keys whose time is over. The caller holds the lock; it is given up here. */
    private void bringBack(long now) {
        List<GptLoadEvent> events = new ArrayList<>();
        try {
            index.dueForEnabling(now).forEach(cell -> replace(cell, cell::enable)); // its cooldown may be over too
            for (Releases.Entry entry : index.due(now)) {
                end(entry.cell(), cooldown -> cooldown == entry.cooldown(), events);
                index.refresh(entry.cell());
            }
            index.settle();
        } finally {
            lock.unlock();
        }
        events.forEach(bus::publish);
    }

    /** Changes whether and how a key is used. The caller holds the lock and settles the index. */
    private void replace(KeyCell cell, Runnable change) {
        boolean wasActive = cell.active();
        disabledKeys -= cell.disabled() ? 1 : 0;
        index.replace(cell, change);
        disabledKeys += cell.disabled() ? 1 : 0;
        activeKeys += (cell.active() ? 1 : 0) - (wasActive ? 1 : 0);
    }

    private void use(KeyCell cell, KeyOptions options) {
        long now = time.nanoTime();
        cell.use(options, now, untilNanos(options.disabledUntil(), now));
    }

    private long untilNanos(@Nullable Instant until, long now) {
        if (until == null) {
            return now;
        }
        Duration left = Duration.between(time.instant(), until);
        return left.compareTo(FAR_AWAY) > 0 ? NEVER : now + left.toNanos();
    }

    /** Runs a change of one key under the lock, brings the index up to date, and then tells. */
    private void change(KeyCell cell, Consumer<List<GptLoadEvent>> action) {
        List<GptLoadEvent> events = new ArrayList<>(2);
        lock.lock();
        try {
            boolean wasActive = cell.active();
            action.accept(events);
            activeKeys += (cell.active() ? 1 : 0) - (wasActive ? 1 : 0);
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
        Map<String, KeyRef> refs = refsBySecret();
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        for (KeyConfig key : keys) {
            KeyRef known = refs.get(key.secret());
            KeyRef ref = known == null ? KeyRef.of(key.secret()) : known;
            wanted.putIfAbsent(ref.hash(), new Wanted(ref, key));
        }
        locked(() -> {
            byHash.values().removeIf(cell -> {
                boolean goes = !wanted.containsKey(cell.ref().hash());
                if (goes) {
                    index.remove(cell);
                }
                return goes;
            });
            wanted.forEach((hash, key) -> {
                KeyCell known = byHash.get(hash);
                if (known != null) {
                    if (!known.options().equals(key.config.options())) {
                        replace(known, () -> use(known, key.config.options()));
                    }
                } else {
                    KeyCell cell = new KeyCell(index.freeSlot(), key.config, key.ref);
                    use(cell, key.config.options());
                    byHash.put(hash, cell);
                    index.add(cell);
                }
            });
            activeKeys = (int) byHash.values().stream().filter(KeyCell::active).count();
            disabledKeys =
                    (int) byHash.values().stream().filter(KeyCell::disabled).count();
            index.settle();
            return byHash;
        });
    }

    private Map<String, KeyRef> refsBySecret() {
        return locked(() -> {
            Map<String, KeyRef> refs = new HashMap<>();
            byHash.values().forEach(cell -> refs.put(cell.secret(), cell.ref()));
            return refs;
        });
    }

    /** How many keys are in which state, with those back whose time is over. */
    public Counts counts() {
        long now = time.nanoTime();
        if (index.releaseDue(now)) {
            lock.lock();
            bringBack(now);
        }
        return locked(() -> new Counts(index.readyKeys(), activeKeys, disabledKeys, byHash.size()));
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
        return locked(byHash::size);
    }

    /** How many keys were not taken out for good and are not disabled. */
    public int activeCount() {
        return activeKeys;
    }

    /** The key of that {@link KeyRef#hash() hash}, if it is a member. */
    public @Nullable KeyCell byHash(String hash) {
        return locked(() -> byHash.get(hash));
    }

    /** All keys, in the order they were added. */
    public List<KeyCell> cells() {
        return locked(() -> List.copyOf(byHash.values()));
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private record Wanted(KeyRef ref, KeyConfig config) {}
}
