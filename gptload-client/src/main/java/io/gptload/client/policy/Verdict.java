package io.gptload.client.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The judgement of an {@link Outcome}.
 *
 * @param category what it was
 * @param scope who is blamed
 * @param retry what follows
 * @param definite whether the evidence names the key itself as dead, so that it is invalid at once and not after a number
 *     of strikes; only with {@link Category#KEY_REJECTED}
 * @param cooldown how long the blamed scope should rest, from the instant of the judgement; never negative; {@code null}
 *     when the evidence does not say, and then the engine escalates
 * @param capped whether the evidence asked for longer than is believed
 * @param ruleId the rule that matched
 */
public record Verdict(
        Category category,
        Scope scope,
        Retry retry,
        boolean definite,
        @Nullable Duration cooldown,
        boolean capped,
        String ruleId) {

    /** Served. */
    public static final Verdict SUCCESS = of(Category.SUCCESS, "success");

    /** The caller went away. */
    public static final Verdict CANCELLED = of(Category.CANCELLED, "cancelled");

    /** A verdict with the defaults of its category. */
    public static Verdict of(Category category, String ruleId) {
        return new Verdict(category, category.defaultScope(), category.defaultRetry(), false, null, false, ruleId);
    }

    /** The same blame, but the answer is relayed. */
    public Verdict relayed() {
        return retry == Retry.NONE
                ? this
                : new Verdict(category, scope, Retry.NONE, definite, cooldown, capped, ruleId);
    }

    /** The same verdict with a cooldown. */
    Verdict cooledFor(Duration cooldown, boolean capped) {
        return new Verdict(category, scope, retry, definite, cooldown, capped, ruleId);
    }
}
