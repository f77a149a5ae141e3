package io.gptload.client.state;

import io.gptload.client.policy.Category;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one key, wherever it was learned: in an earlier run, or in another process.
 *
 * @param hash the key's {@link io.gptload.client.event.KeyRef#hash() hash}
 * @param invalid whether it is out until somebody restores it
 * @param strikes consecutive failures that were its own, 0 or more
 * @param statusAt when it became invalid or active last, on the wall clock; {@code null} if not known
 * @param rests its cooldowns; those that are over do not matter
 */
public record KeyState(
        String hash, boolean invalid, int strikes, @Nullable Instant statusAt, List<Rest> rests) {

    /**
     * A cooldown.
     *
     * @param model the model the key is out for; {@code null} for all
     * @param until when it ends
     * @param cause why it began
     * @param ruleId the rule that said so
     */
    public record Rest(@Nullable String model, Instant until, Category cause, String ruleId) {}

    /** @throws IllegalArgumentException if strikes are negative */
    public KeyState {
        if (strikes < 0) {
            throw new IllegalArgumentException("strikes must not be negative: " + strikes);
        }
        rests = List.copyOf(rests);
    }

    /** With a status of which is not known since when it is. */
    public KeyState(String hash, boolean invalid, int strikes, List<Rest> rests) {
        this(hash, invalid, strikes, null, rests);
    }
}
