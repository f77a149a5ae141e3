package io.gptload.client;

import io.gptload.client.config.KeyOptions;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a key of a group would or would not be chosen at one moment.
 *
 * @param group the group
 * @param model the model asked for, after redirects; {@code null} for any
 * @param at the moment
 * @param upstreams where requests go
 * @param keys all keys in the order they were defined
 */
public record Explanation(String group, @Nullable String model, Instant at, List<Upstream> upstreams, List<Key> keys) {

    /** Whether a key can be chosen. */
    public enum State {
        /** It is in rotation. */
        READY,
        /** It is out of rotation until an instant. */
        COOLING,
        /** It is out until somebody restores it. */
        INVALID,
        /** Somebody left it out, whatever else is known of it. */
        DISABLED
    }

    /**
     * An upstream.
     *
     * @param url its base URL, without credentials
     * @param state of its circuit breaker: {@code closed}, {@code open} or {@code half_open}
     * @param freeAt when it may be asked again; {@link Explanation#at()} or before when it may now
     */
    public record Upstream(String url, String state, Instant freeAt) {}

    /**
     * A key.
     *
     * @param key which
     * @param state whether it can be chosen
     * @param cause why it cools; {@code null} unless it does
     * @param model the model it cools for; {@code null} for all, or when it does not cool
     * @param ruleId the rule that cooled it or took it out; {@code null} unless it cools or is invalid, and if the rule of
     *     an invalid key is not known, which another process may have found out
     * @param since when it was taken out; {@code null} unless it is invalid, and if it is not known
     * @param until when it is back; {@code null} unless it cools, or is disabled until an instant
     * @param strikes consecutive failures that were its own
     * @param inFlight calls under way with it
     * @param options how it is to be used
     * @param budgets how its budgets stand, which are its account's if it has one
     */
    public record Key(
            KeyRef key,
            State state,
            @Nullable Category cause,
            @Nullable String model,
            @Nullable String ruleId,
            @Nullable Instant since,
            @Nullable Instant until,
            int strikes,
            int inFlight,
            KeyOptions options,
            List<BudgetUse> budgets) {}

    /** The keys in that state. */
    public List<Key> keys(State state) {
        return keys.stream().filter(key -> key.state() == state).toList();
    }

    /** {@link #at()} when a key is ready, else when the first comes back; {@code null} when none does by itself. */
    public @Nullable Instant nextFree() {
        if (keys.stream().anyMatch(key -> key.state() == State.READY)) {
            return at;
        }
        return keys.stream()
                .map(Key::until)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
