package io.gptload.client.policy;

import io.gptload.client.wire.Channel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One line of the failure policy: when an outcome looks like this, that is the verdict. Immutable.
 *
 * <pre>{@code
 * FailureRule.named("acme.busy")
 *         .providers("acme")
 *         .statuses("400")
 *         .messageStartsWith("too many jobs")
 *         .category(Category.RATE_LIMITED)
 *         .cooldown(Duration.ofSeconds(20))
 *         .build();
 * }</pre>
 */
public final class FailureRule {

    private final String id;
    private final String note;
    private final RuleConditions conditions;
    private final Verdict verdict;
    private final @Nullable DailyReset dailyReset;

    FailureRule(String id, String note, RuleConditions conditions, Verdict verdict, @Nullable DailyReset dailyReset) {
        this.id = id;
        this.note = note;
        this.conditions = conditions;
        this.verdict = verdict;
        this.dailyReset = dailyReset;
    }

    /** Begins a rule. The id shows in logs, metrics and explanations, so keep it short and stable. */
    public static FailureRuleBuilder named(String id) {
        return new FailureRuleBuilder(id, "failure_rules[" + id + "]");
    }

    /** The name of the rule. */
    public String id() {
        return id;
    }

    /** Why the rule is there, or its source; may be empty. */
    public String note() {
        return note;
    }

    /** The category of the verdict. */
    public Category category() {
        return verdict.category();
    }

    /** Who is blamed. */
    public Scope scope() {
        return verdict.scope();
    }

    /** What follows. */
    public Retry retry() {
        return verdict.retry();
    }

    /** Whether a key is invalid at once. */
    public boolean definite() {
        return verdict.definite();
    }

    /** The fixed cooldown, {@code null} when the answer's own evidence or the reset clock decides. */
    public @Nullable Duration cooldown() {
        return verdict.cooldown();
    }

    /** The clock that ends the cooldown, {@code null} when there is none. */
    public @Nullable DailyReset dailyReset() {
        return dailyReset;
    }

    RuleConditions conditions() {
        return conditions;
    }

    Verdict verdict() {
        return verdict;
    }

    boolean appliesTo(Channel channel, @Nullable String provider) {
        return conditions.appliesTo(channel, provider);
    }

    @Override
    public String toString() {
        return id + " -> " + category() + " " + scope() + " " + retry();
    }
}
