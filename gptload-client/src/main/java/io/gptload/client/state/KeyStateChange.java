package io.gptload.client.state;

import io.gptload.client.config.KeyBudget;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** News of one key's state, as a process saw it. */
public sealed interface KeyStateChange {

    /** When it happened, on that process's wall clock. */
    Instant at();

    /**
     * The key became invalid, or active again.
     *
     * @param strikes consecutive failures that led to it; 0 when it is active
     */
    record Status(Instant at, boolean invalid, int strikes, String ruleId) implements KeyStateChange {}

    /**
     * The key rests until an instant.
     *
     * @param model the model it rests for; {@code null} for all
     */
    record Rest(Instant at, @Nullable String model, Instant until, Category cause, String ruleId)
            implements KeyStateChange {}

    /**
     * A cooldown ended early.
     *
     * @param model the model the key rested for; {@code null} for all
     * @param until when it was to end; a longer one that somebody else set meanwhile goes on
     */
    record RestEnd(Instant at, @Nullable String model, Instant until) implements KeyStateChange {

        /** What one answer means for two processes differs by that much: jitter, and times rounded to seconds. */
        private static final Duration SAME = Duration.ofSeconds(2);

        /** Whether a cooldown of that scope is the one that ended, or no other for all that matters. */
        public boolean ends(Instant itsBegin, Instant itsEnd) {
            return !itsBegin.isAfter(at) && !itsEnd.isAfter(until.plus(SAME));
        }
    }

    /**
     * The key's strikes changed, and not its status.
     *
     * @param change how many came or went
     * @param strikes how many there are now where it happened; 0 after a success
     */
    record Strikes(Instant at, int change, int strikes) implements KeyStateChange {}

    /**
     * A change of one of the engine's keys.
     *
     * @param group the group's name
     */
    record OfKey(String group, KeyRef key, KeyStateChange change) {}

    /** A budget that is full again before others could hear of it concerns nobody else. */
    private static boolean isWorthTelling(GptLoadEvent.KeyCooled cooled) {
        return !cooled.ruleId().startsWith(KeyBudget.RULE_PREFIX)
                || cooled.at().plus(Duration.ofSeconds(2)).isBefore(cooled.until());
    }

    /** What an event says of a key's state; {@code null} if nothing, or only that a cooldown ran out as was known. */
    static @Nullable OfKey of(GptLoadEvent event) {
        if (event instanceof GptLoadEvent.KeyInvalidated e) {
            return new OfKey(e.group(), e.key(), new Status(e.at(), true, e.strikes(), e.ruleId()));
        } else if (event instanceof GptLoadEvent.KeyRestored e) {
            return new OfKey(e.group(), e.key(), new Status(e.at(), false, 0, ""));
        } else if (event instanceof GptLoadEvent.KeyCooled e && isWorthTelling(e)) {
            return new OfKey(e.group(), e.key(), new Rest(e.at(), e.model(), e.until(), e.cause(), e.ruleId()));
        } else if (event instanceof GptLoadEvent.KeyBack e && e.at().isBefore(e.until())) {
            return new OfKey(e.group(), e.key(), new RestEnd(e.at(), e.model(), e.until()));
        } else if (event instanceof GptLoadEvent.StrikesChanged e) {
            return new OfKey(e.group(), e.key(), new Strikes(e.at(), e.change(), e.strikes()));
        }
        return null;
    }
}
