package io.gptload.client.internal.pool;

import io.gptload.client.config.KeyConfig;
import io.gptload.client.event.KeyRef;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One key and all that is known of its health. What changes is written under the pool's lock and may be read by any
 * thread; the count of calls in flight alone is counted without it.
 */
public final class KeyCell {

    private static final AtomicIntegerFieldUpdater<KeyCell> IN_FLIGHT =
            AtomicIntegerFieldUpdater.newUpdater(KeyCell.class, "inFlight");

    final int slot;
    private final String secret;
    private final KeyRef ref;

    volatile @Nullable String account;
    volatile boolean member = true;
    volatile boolean invalid;
    volatile int strikes;
    volatile @Nullable Cooldown cooldown;
    volatile Map<String, Cooldown> modelCooldowns = Map.of();

    /** How often in a row each scope ("" is the whole key) was cooled without being told for how long. */
    volatile Map<String, Escalation> escalations = Map.of();

    /** Whether a success has anything to reset: spares the healthy key the pool's lock. */
    volatile boolean marked;

    /** Whether it is invalid by a definite marker, not by strikes. Guarded by the pool's lock. */
    boolean definite;

    /** Whether the pool counts it as active. Guarded by the pool's lock. */
    boolean counted;

    long lastStrikeNanos;

    /** When its record was last wiped by hand; what older calls report is ignored. Guarded by the pool's lock. */
    private long wipedNanos;

    private boolean wiped;
    private volatile int inFlight;

    KeyCell(int slot, KeyConfig config, KeyRef ref) {
        this.slot = slot;
        this.secret = config.secret();
        this.account = config.account();
        this.ref = ref;
    }

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

    /** What keeps it out of rotation for single models. */
    public Map<String, Cooldown> modelCooldowns() {
        return modelCooldowns;
    }

    /** The quota it shares with others, if known. */
    public @Nullable String account() {
        return account;
    }

    /** Whether a success has something to reset. */
    public boolean marked() {
        return marked;
    }

    void begin() {
        IN_FLIGHT.incrementAndGet(this);
    }

    void end() {
        IN_FLIGHT.decrementAndGet(this);
    }

    void wipedAt(long now) {
        wiped = true;
        wipedNanos = now;
    }

    /** Whether a call that got the key at that instant still has a say. */
    boolean heeds(long leasedAt) {
        return !wiped || leasedAt - wipedNanos >= 0;
    }

    boolean ready() {
        return member && !invalid && cooldown == null;
    }

    void updateMarked() {
        marked = strikes > 0 || cooldown != null || !modelCooldowns.isEmpty() || !escalations.isEmpty();
    }

    @Override
    public String toString() {
        return ref.toString();
    }

    /**
     * @param steps how often in a row
     * @param lastNanos when last
     */
    record Escalation(int steps, long lastNanos) {}
}
