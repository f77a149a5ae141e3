package io.gptload.client.policy;

import io.gptload.client.config.StatusCodes;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rules, and what they leave open: the cooldown an answer asks for, and outcomes no rule knows. */
final class SmartPolicy implements FailurePolicy {

    private static final Verdict UNKNOWN_REDIRECT =
            new Verdict(Category.CLIENT_ERROR, Scope.NONE, Retry.NONE, false, null, false, "unmatched.redirect");
    private static final Verdict UNKNOWN_CLIENT_ERROR = Verdict.of(Category.CLIENT_ERROR, "unmatched.client_error");
    private static final Verdict UNKNOWN_FAILURE = Verdict.of(Category.UPSTREAM_ERROR, "unmatched.failure");

    private final RuleIndex rules;
    private final StatusCodes failover;

    SmartPolicy(RuleIndex rules, StatusCodes failover) {
        this.rules = rules;
        this.failover = failover;
    }

    @Override
    public Verdict judge(Outcome outcome, Instant now) {
        FailureKind failure = outcome.failure();
        if (failure != null || outcome.status() == 0) {
            return judgeFailure(failure == null ? FailureKind.OTHER : failure, outcome, now);
        }
        FailureRule[] candidates = rules.forStatus(outcome.status());
        if (candidates.length == 0 && outcome.isSuccess()) {
            return Verdict.SUCCESS;
        }
        FailureRule rule = first(candidates, outcome);
        Verdict verdict = rule == null ? unmatched(outcome) : verdict(rule, outcome, now);
        return failover.contains(outcome.status()) ? verdict : verdict.relayed();
    }

    private Verdict judgeFailure(FailureKind kind, Outcome outcome, Instant now) {
        FailureRule[] candidates = rules.forFailure(kind);
        return candidates.length == 0 ? UNKNOWN_FAILURE : verdict(candidates[0], outcome, now);
    }

    private static @Nullable FailureRule first(FailureRule[] candidates, Outcome outcome) {
        String message = outcome.error().message();
        String lowerCase = message == null ? "" : message.toLowerCase(Locale.ROOT);
        for (FailureRule rule : candidates) {
            if (rule.conditions().matches(outcome, lowerCase)) {
                return rule;
            }
        }
        return null;
    }

    private static Verdict unmatched(Outcome outcome) {
        int status = outcome.status();
        if (outcome.isSuccess()) {
            return Verdict.SUCCESS;
        }
        if (status < 400) {
            return UNKNOWN_REDIRECT;
        }
        return status < 500 ? UNKNOWN_CLIENT_ERROR : UNKNOWN_FAILURE;
    }

    private static Verdict verdict(FailureRule rule, Outcome outcome, Instant now) {
        Verdict verdict = rule.verdict();
        if (verdict.cooldown() != null) {
            return verdict;
        }
        DailyReset reset = rule.dailyReset();
        if (reset != null) {
            return verdict.cooledFor(reset.after(now), false);
        }
        Duration asked = asked(verdict, outcome, now);
        if (asked == null) {
            return verdict;
        }
        Duration longest = verdict.category() == Category.QUOTA_EXHAUSTED
                ? RateLimitHeaders.LONGEST_QUOTA
                : RateLimitHeaders.LONGEST_RATE_LIMIT;
        boolean capped = asked.compareTo(longest) > 0;
        return verdict.cooledFor(capped ? longest : asked, capped);
    }

    private static @Nullable Duration asked(Verdict verdict, Outcome outcome, Instant now) {
        return switch (verdict.category()) {
            case RATE_LIMITED -> RateLimitHeaders.retryAfter(outcome.headers(), outcome.error(), now);
            case QUOTA_EXHAUSTED -> RateLimitHeaders.quotaReset(outcome.headers(), outcome.error(), now);
            case UPSTREAM_ERROR ->
                verdict.scope() == Scope.NONE ? null : RateLimitHeaders.stated(outcome.headers(), outcome.error(), now);
            default -> null;
        };
    }
}
