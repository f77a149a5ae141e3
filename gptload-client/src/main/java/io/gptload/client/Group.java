package io.gptload.client;

import io.gptload.client.config.GroupSettings;
import io.gptload.client.event.KeyRef;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A named pool of keys. Keeps its state when it is defined anew. Thread-safe. */
public sealed interface Group permits StandardGroup, AggregateGroup {

    /** Its name. */
    String name();

    /** How it behaves; of an aggregate group, how its first member does. */
    GroupSettings settings();

    /** Starts a call; what HTTP client carries it is up to the caller. */
    Session newSession(CallRequest request);

    /**
     * Says of every key whether it would be chosen now and if not, why and until when.
     *
     * @param model as a caller would name it; {@code null} for any
     */
    Explanation explain(@Nullable String model);

    /**
     * What keeps keys out of rotation for a while now, for all models or one: a key that rests for several is there several
     * times, one that is disabled or invalid too.
     */
    List<Explanation.Key> cooldowns();

    /** How many keys are in which state now. Costs the same however many there are. */
    PoolCounts counts();

    /** How many attempts are under way. Looks at every key, without a lock. */
    long inFlight();

    /** Where requests go, and whether they may now. */
    List<Explanation.Upstream> upstreams();

    /** When a call would find a key: now when one is ready, {@code null} when none is coming back by itself. */
    default @Nullable Instant nextFree(@Nullable String model) {
        return explain(model).nextFree();
    }

    /**
     * Makes a key active with a clean record.
     *
     * @throws IllegalArgumentException if it is not one of this group's
     */
    void restore(KeyRef key);

    /**
     * Ends a key's cooldowns now, for all models.
     *
     * @throws IllegalArgumentException if it is not one of this group's
     */
    void clearCooldowns(KeyRef key);

    /**
     * Takes a key out until it is restored.
     *
     * @throws IllegalArgumentException if it is not one of this group's
     */
    void invalidate(KeyRef key);
}
