package io.gptload.client.internal.pool;

import io.gptload.client.config.KeyBudget;
import io.gptload.client.policy.Category;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key is out of rotation until an instant.
 *
 * @param model the model it is out for; {@code null} for all
 * @param sinceNanos when it began, on the monotonic clock
 * @param since the same on the wall clock, where it was first known
 * @param untilNanos when it ends, on the monotonic clock
 * @param until the same on the wall clock, for people
 * @param cause why
 * @param ruleId the rule that said so
 */
public record Cooldown(
        @Nullable String model,
        long sinceNanos,
        Instant since,
        long untilNanos,
        Instant until,
        Category cause,
        String ruleId) {

    /** Whether a budget is used up, and not a provider refused something. */
    boolean isBudget() {
        return ruleId.startsWith(KeyBudget.RULE_PREFIX);
    }

    boolean over(long now) {
        return now - untilNanos >= 0;
    }
}
