package io.gptload.client.policy;

import io.gptload.client.config.ConfigurationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refuses rules that ask nothing, can never match, or blame in a way their category does not know. */
record RuleCheck(
        String path,
        RuleConditions conditions,
        Verdict verdict,
        @Nullable DailyReset dailyReset) {

    private static final Duration LONGEST = Duration.ofDays(366);

    void run() {
        checkConditions();
        checkBlame();
        checkCooldown();
    }

    private void checkConditions() {
        if (conditions.isEmpty()) {
            throw bad("when", "", "at least one condition besides channels and providers");
        }
        if (!conditions.failureKinds().isEmpty() && (conditions.statuses() != null || conditions.asksOfAnAnswer())) {
            throw bad(
                    "when.failures",
                    Ids.list(conditions.failureKinds(), FailureKind::id),
                    "no condition on an answer beside it, because there was none");
        }
    }

    private void checkBlame() {
        Category category = verdict.category();
        if (!category.allows(verdict.scope())) {
            throw bad("then.scope", verdict.scope(), category.allowedScopes() + " for " + category);
        }
        if (!category.allows(verdict.retry())) {
            throw bad("then.retry", verdict.retry(), Retry.NONE + " for " + category);
        }
        if (verdict.definite() && category != Category.KEY_REJECTED) {
            throw bad("then.definite", true, "false unless the category is " + Category.KEY_REJECTED);
        }
    }

    private void checkCooldown() {
        Duration cooldown = verdict.cooldown();
        if (cooldown == null && dailyReset == null) {
            return;
        }
        String field = cooldown != null ? "then.cooldown" : "then.daily_reset";
        Object value = cooldown != null ? cooldown : dailyReset;
        if (cooldown != null && dailyReset != null) {
            throw bad(field, value, "either a cooldown or a daily reset");
        }
        if (!verdict.category().allowsCooldown() || verdict.definite() || verdict.scope() == Scope.NONE) {
            throw bad(field, value, "none, because this verdict takes nothing out of rotation for a time");
        }
        if (cooldown != null && (cooldown.isNegative() || cooldown.isZero() || cooldown.compareTo(LONGEST) > 0)) {
            throw bad(field, value, "more than zero, at most 366 days");
        }
    }

    private ConfigurationException bad(String field, @Nullable Object value, String allowed) {
        return new ConfigurationException(path + "." + field, String.valueOf(value), allowed);
    }
}
