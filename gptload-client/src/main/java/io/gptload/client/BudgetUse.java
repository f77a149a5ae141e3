package io.gptload.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a budget stands in the window that is running.
 *
 * @param budget what is counted: {@code requests/minute} or {@code gpt-4o: tokens/day}
 * @param limit how much there is, 1 or more; of several keys together, the sum
 * @param used how much of it this process has used; more than the limit when answers took more tokens than were left
 * @param until when the window ends; {@code null} when several keys are summed up
 */
public record BudgetUse(
        String budget, long limit, long used, @Nullable Instant until) {

    /** How much this process could still use, 0 or more. Of a budget that is shared, others may have used some of it. */
    public long remaining() {
        return Math.max(0, limit - used);
    }
}
