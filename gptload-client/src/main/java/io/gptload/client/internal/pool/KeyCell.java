package io.gptload.client.internal.pool;

import io.gptload.client.config.KeyConfig;
import io.gptload.client.config.KeyOptions;
import io.gptload.client.event.KeyRef;
import io.gptload.client.internal.budget.Purse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One key and all that is known of its health. What changes is written under the pool's lock and may be read by any
 * thread; the count of calls in flight alone is counted without it.
 */
public final class KeyCell {

    private static final AtomicIntegerFieldUpdater<KeyCell> IN_FLIGHT =
            AtomicIntegerFieldUpdater.newUpdater(KeyCell.class, "inFlight");
    private static final String WHOLE_KEY = "";

    final int slot;
    private final String secret;
    private final KeyRef ref;

    volatile boolean member = true;
    private volatile KeyOptions options;
    private volatile boolean disabled;
    private long disabledUntilNanos = KeyPool.NEVER;
    private volatile boolean invalid;
    private volatile Invalidation invalidation = Invalidation.UNKNOWN;
    private volatile int strikes;
    private volatile @Nullable Cooldown cooldown;
    volatile Map<String, Cooldown> modelCooldowns = Map.of();
    private volatile Map<String, Escalation> escalations = Map.of();
    private Map<String, Long> ends = Map.of(); // when cooldowns were ended early, by scope

    /** Whether a success has anything to reset: spares the healthy key the pool's lock. */
    private volatile boolean marked;

    private boolean definite;
    private long statusAtMillis;
    private long lastStrikeNanos;
    private long wipedNanos;
    private boolean wiped;

    /** Its budgets, once a call asked for them. */
    volatile @Nullable Purse purse;

    private volatile int inFlight;

    KeyCell(int slot, KeyConfig config, KeyRef ref) {
        this.slot = slot;
        this.secret = config.secret();
        this.options = config.options();
        this.ref = ref;
    }

    // ------------------------------------------------------------------------------------------------ reading

    /** The credential itself. */
    public String secret() {
        return secret;
    }

    /** How the key is called where its value must not appear. */
    public KeyRef ref() {
        return ref;
    }

    /** Whether it was taken out for good. */
    public boolean invalid() {
        return invalid;
    }

    /** Why it was taken out for good; {@code null} if it was not. */
    public @Nullable Invalidation invalidation() {
        return invalid ? invalidation : null;
    }

    /** Consecutive failures that were its own. */
    public int strikes() {
        return strikes;
    }

    /** Calls under way with it. */
    public int inFlight() {
        return inFlight;
    }

    /** What keeps the whole key out of rotation, if anything does. */
    public @Nullable Cooldown cooldown() {
        return cooldown;
    }

    /** What keeps it out of rotation for that model alone, or for all models when {@code model} is {@code null}. */
    public @Nullable Cooldown cooldown(@Nullable String model) {
        return model == null ? cooldown : modelCooldowns.get(model);
    }

    /** Whether {@link #cooldowns()} has any; costs next to nothing. */
    public boolean hasCooldowns() {
        return cooldown != null || !modelCooldowns.isEmpty();
    }

    /** Everything that keeps it out of rotation for a while, for the whole key or a model. */
    public List<Cooldown> cooldowns() {
        List<Cooldown> all = new ArrayList<>(modelCooldowns.values());
        Cooldown whole = cooldown;
        if (whole != null) {
            all.add(whole);
        }
        return all;
    }

    /** Whether a success has something to reset. */
    public boolean marked() {
        return marked;
    }

    /** How it is to be used. */
    public KeyOptions options() {
        return options;
    }

    /** Whether somebody left it out, and for the time being that is not over. */
    public boolean disabled() {
        return disabled;
    }

    int tier() {
        return options.tier();
    }

    int weight() {
        return options.weight();
    }

    /** When it is enabled by itself, in monotonic nanoseconds; {@link KeyPool#NEVER} if it is not disabled or not by itself. */
    long disabledUntilNanos() {
        return disabledUntilNanos;
    }

    boolean ready() {
        return active() && cooldown == null;
    }

    /** Whether it is ready or will be by itself, but for being disabled for a while. */
    boolean active() {
        return member && !invalid && !disabled;
    }

    /** Whether a success with that model has something to reset. */
    boolean resettable(@Nullable String model) {
        if (strikes > 0 || endsBySuccess(cooldown)) {
            return true;
        }
        Map<String, Escalation> known = escalations;
        return known.containsKey(WHOLE_KEY)
                || (model != null && (known.containsKey(model) || endsBySuccess(modelCooldowns.get(model))));
    }

    private static boolean endsBySuccess(@Nullable Cooldown cooldown) {
        return cooldown != null && !cooldown.isBudget();
    }

    /** Whether a call that got the key at that instant still has a say: not when its record was wiped since. */
    boolean heeds(long leasedAt) {
        return !wiped || leasedAt - wipedNanos >= 0;
    }

    // ------------------------------------------------------------------------------------------------ options

    /** @param untilNanos when it is enabled by itself; now or before, if it is not disabled */
    void use(KeyOptions value, long now, long untilNanos) {
        boolean sameAccount = Objects.equals(options.account(), value.account());
        synchronized (this) { // for a purse that is being made is of the account before
            options = value;
            purse = sameAccount ? purse : null;
        }
        disabled = untilNanos == KeyPool.NEVER || untilNanos - now > 0;
        disabledUntilNanos = disabled ? untilNanos : KeyPool.NEVER;
    }

    void enable() {
        disabled = false;
        disabledUntilNanos = KeyPool.NEVER;
    }

    // ------------------------------------------------------------------------------------------------ calls in flight

    void begin() {
        IN_FLIGHT.incrementAndGet(this);
    }

    void end() {
        IN_FLIGHT.decrementAndGet(this);
    }

    // ------------------------------------------------------------------------------------------------ strikes

    /** @return whether it became invalid by this one */
    boolean strike(int threshold, long now, long atMillis) {
        strikes = strikes + 1;
        lastStrikeNanos = now;
        boolean out = threshold > 0 && strikes >= threshold && !invalid;
        if (out) {
            invalid = true;
            definite = false;
            statusAtMillis = atMillis;
        }
        updateMarked();
        return out;
    }

    /** Notes why it is invalid. */
    void because(Invalidation why) {
        invalidation = why;
    }

    /** @return whether it was not invalid before */
    boolean invalidate(long now, long atMillis) {
        strikes = strikes + 1;
        lastStrikeNanos = now;
        boolean out = !invalid;
        statusAtMillis = out ? atMillis : statusAtMillis;
        invalid = true;
        definite = true;
        updateMarked();
        return out;
    }

    void adopt(boolean knownInvalid, int knownStrikes) {
        if (knownInvalid && !invalid) {
            invalid = true;
            definite = true;
        }
        strikes = Math.max(strikes, knownStrikes);
        updateMarked();
    }

    /** Takes a status over that is not older than its own; at one instant invalid wins. */
    boolean adoptStatus(boolean knownInvalid, int knownStrikes, long atMillis) {
        if (atMillis < statusAtMillis || atMillis == statusAtMillis && !knownInvalid) {
            return false;
        }
        statusAtMillis = atMillis;
        invalid = knownInvalid;
        definite = knownInvalid;
        strikes = knownStrikes;
        if (!knownInvalid) {
            escalations = Map.of();
        }
        updateMarked();
        return true;
    }

    /** Counts strikes that came or went elsewhere; they alone never make it invalid. */
    void adoptStrikes(int change, int left) {
        strikes = left == 0 ? 0 : Math.max(0, strikes + change);
        updateMarked();
    }

    /** @return whether it is not invalid any more */
    boolean forgive(long atMillis) {
        strikes = Math.max(0, strikes - 1);
        boolean back = invalid && !definite;
        if (back) {
            invalid = false;
            statusAtMillis = atMillis;
        }
        updateMarked();
        return back;
    }

    /** @return whether it is not invalid any more */
    boolean restore(long now, long atMillis) {
        boolean back = invalid;
        statusAtMillis = back ? atMillis : statusAtMillis;
        invalid = false;
        strikes = 0;
        escalations = Map.of();
        wipe(now);
        return back;
    }

    void wipe(long now) {
        wiped = true;
        wipedNanos = now;
        updateMarked();
    }

    /** A success ends strikes and escalations that are older than it. */
    void succeeded(@Nullable String model, long leasedAt) {
        if (leasedAt - lastStrikeNanos >= 0) {
            strikes = 0;
        }
        Map<String, Escalation> left = new HashMap<>(escalations);
        left.entrySet()
                .removeIf(e -> (e.getKey().equals(WHOLE_KEY) || e.getKey().equals(model))
                        && leasedAt - e.getValue().lastNanos() >= 0);
        escalations = Map.copyOf(left);
        updateMarked();
    }

    /** @return whether it is not invalid any more */
    boolean proven(@Nullable String model, long leasedAt, long atMillis) {
        boolean back = invalid && leasedAt - lastStrikeNanos >= 0;
        if (back) {
            invalid = false;
            statusAtMillis = atMillis;
        }
        succeeded(model, leasedAt);
        return back;
    }

    // ------------------------------------------------------------------------------------------------ cooldowns

    /** How often in a row it was cooled before without being told for how long; calls under way together count once. */
    int escalate(@Nullable String model, long leasedAt, long now) {
        String scope = model == null ? WHOLE_KEY : model;
        Escalation before = escalations.get(scope);
        if (before != null && leasedAt - before.lastNanos() < 0) {
            return before.steps() - 1;
        }
        int steps = before == null ? 0 : before.steps();
        Map<String, Escalation> more = new HashMap<>(escalations);
        more.put(scope, new Escalation(steps + 1, now));
        escalations = Map.copyOf(more);
        updateMarked();
        return steps;
    }

    void cool(Cooldown cause) {
        String model = cause.model();
        if (model == null) {
            cooldown = cause;
        } else {
            Map<String, Cooldown> more = new HashMap<>(modelCooldowns);
            more.put(model, cause);
            modelCooldowns = Map.copyOf(more);
        }
        updateMarked();
    }

    /** Ends cooldowns; returns those that ended. */
    List<Cooldown> endCooldowns(Predicate<Cooldown> which) {
        List<Cooldown> ended = new ArrayList<>(1);
        Cooldown whole = cooldown;
        if (whole != null && which.test(whole)) {
            cooldown = null;
            ended.add(whole);
        }
        if (!modelCooldowns.isEmpty()) {
            Map<String, Cooldown> left = new HashMap<>(modelCooldowns);
            left.values().removeIf(each -> which.test(each) && ended.add(each));
            modelCooldowns = Map.copyOf(left);
        }
        updateMarked();
        return ended;
    }

    /** Notes that a cooldown was ended early, here or elsewhere: news of one that began before comes too late. */
    void ended(@Nullable String model, long atMillis) {
        Map<String, Long> more = new HashMap<>(ends);
        more.merge(model == null ? WHOLE_KEY : model, atMillis, Math::max);
        ends = Map.copyOf(more);
    }

    /** Whether a cooldown of that scope that began then was not ended since. */
    boolean goesOn(@Nullable String model, long beganMillis) {
        Long end = ends.get(model == null ? WHOLE_KEY : model);
        return end == null || beganMillis >= end;
    }

    private void updateMarked() {
        marked = strikes > 0
                || !escalations.isEmpty()
                || endsBySuccess(cooldown)
                || modelCooldowns.values().stream().anyMatch(KeyCell::endsBySuccess);
    }

    @Override
    public String toString() {
        return ref.toString();
    }

    private record Escalation(int steps, long lastNanos) {}
}
