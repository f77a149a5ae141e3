package io.gptload.client.store.jdbc;

import io.gptload.client.policy.Category;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** News of one key's state, as a node saw it. */
public sealed interface KeyStateChange {

    /** When it happened, on the node's wall clock. */
    Instant at();

    /**
     * The key became invalid, or active again.
     *
     * @param strikes consecutive failures that led to it; 0 when it is active
     */
    record Status(Instant at, KeyStatus status, int strikes, String ruleId) implements KeyStateChange {}

    /**
     * The key rests until an instant, or does not any more.
     *
     * @param model the model it rests for; {@code null} for all
     * @param until {@code null} when a cooldown ended
     */
    record Rest(
            Instant at,
            @Nullable String model,
            @Nullable Instant until,
            @Nullable Category cause,
            String ruleId) implements KeyStateChange {}
}
