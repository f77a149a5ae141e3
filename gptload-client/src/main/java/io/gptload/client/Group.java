package io.gptload.client;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.event.KeyRef;
import io.gptload.client.internal.engine.GroupRuntime;
import io.gptload.client.internal.pool.Cooldown;
import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import io.gptload.client.time.TimeSource;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A named pool of keys. Keeps its state when it is defined anew. Thread-safe. */
public final class Group {

    private final GroupRuntime runtime;
    private final TimeSource time;

    Group(GroupRuntime runtime, TimeSource time) {
        this.runtime = runtime;
        this.time = time;
    }

    GroupRuntime runtime() {
        return runtime;
    }

    /** Its name. */
    public String name() {
        return runtime.name();
    }

    /** The definition in force. */
    public GroupConfig config() {
        return runtime.config();
    }

    /** Starts a call; what HTTP client carries it is up to the caller. */
    public Session newSession(CallRequest request) {
        return runtime.newSession(request);
    }

    /**
     * Says of every key whether it would be chosen now and if not, why and until when.
     *
     * @param model as a caller would name it; {@code null} for any
     */
    public Explanation explain(@Nullable String model) {
        String asked = runtime.redirected(model);
        List<Explanation.Upstream> upstreams = runtime.upstreams().stream()
                .map(cell -> new Explanation.Upstream(
                        cell.name(), cell.state(), time.instant().plus(cell.untilFree())))
                .toList();
        List<Explanation.Key> keys = runtime.pool().cells().stream()
                .map(cell -> explain(cell, asked))
                .toList();
        return new Explanation(name(), asked, time.instant(), upstreams, keys);
    }

    private Explanation.Key explain(KeyCell cell, @Nullable String model) {
        if (cell.invalid()) {
            return key(cell, Explanation.State.INVALID);
        }
        Cooldown cooldown = later(cell.cooldown(), model == null ? null : cell.cooldown(model));
        if (cooldown == null || time.nanoTime() - cooldown.untilNanos() >= 0) { // over, though no call came to notice
            return key(cell, Explanation.State.READY);
        }
        return new Explanation.Key(
                cell.ref(),
                Explanation.State.COOLING,
                cooldown.cause(),
                cooldown.model(),
                cooldown.ruleId(),
                cooldown.until(),
                cell.strikes(),
                cell.inFlight());
    }

    private static Explanation.Key key(KeyCell cell, Explanation.State state) {
        return new Explanation.Key(cell.ref(), state, null, null, null, null, cell.strikes(), cell.inFlight());
    }

    private static @Nullable Cooldown later(@Nullable Cooldown one, @Nullable Cooldown other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.untilNanos() - other.untilNanos() >= 0 ? one : other;
    }

    /** When a call would find a key: now when one is ready, {@code null} when none is coming back by itself. */
    public @Nullable Instant nextFree(@Nullable String model) {
        return explain(model).nextFree();
    }

    /**
     * Makes a key active with a clean record.
     *
     * @throws IllegalArgumentException if it is not one of this group's
     */
    public void restore(KeyRef key) {
        change(key, runtime.pool()::restore);
    }

    /**
     * Ends a key's cooldowns now, for all models.
     *
     * @throws IllegalArgumentException if it is not one of this group's
     */
    public void clearCooldowns(KeyRef key) {
        change(key, runtime.pool()::clearCooldowns);
    }

    /**
     * Takes a key out until it is restored.
     *
     * @throws IllegalArgumentException if it is not one of this group's
     */
    public void invalidate(KeyRef key) {
        change(key, cell -> runtime.pool().invalidate(cell, "manual", time.nanoTime()));
    }

    private void change(KeyRef key, Consumer<KeyCell> change) {
        KeyCell cell = runtime.pool().byHash(key.hash());
        if (cell == null) {
            throw new IllegalArgumentException("Group '" + name() + "' has no key " + key);
        }
        change.accept(cell);
    }

    @Override
    public String toString() {
        return "Group[" + name() + "]";
    }
}
