package io.gptload.client.internal.engine;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.pool.KeyPool;
import io.gptload.client.internal.upstream.UpstreamCell;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.RateLimitHeaders;
import io.gptload.client.policy.Scope;
import io.gptload.client.policy.Verdict;
import io.gptload.client.wire.HeaderView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Carries a verdict out: on the key, the account or the upstream it blames, and on nothing else. */
final class Effects {

    private static final Duration UNKNOWN_MODEL = Duration.ofSeconds(60);
    private static final String LIMIT_REACHED = "builtin.limit-reached";

    private Effects() {}

    /** @return whether another attempt makes sense; not when the upstream refuses everybody */
    static boolean apply(
            GroupRuntime group,
            GroupSnapshot definition,
            Verdict verdict,
            KeyCell key,
            UpstreamCell upstream,
            PreparedRequest request,
            long leasedAt,
            long now) {
        if (verdict.scope() == Scope.UPSTREAM) {
            upstream.failed(now - leasedAt, verdict.ruleId());
            return true;
        }
        upstream.succeeded(now - leasedAt);
        if (verdict.scope() == Scope.EGRESS) {
            together(group, upstream, 1, verdict);
            return true;
        }
        return switch (verdict.category()) {
            case KEY_REJECTED -> reject(group, definition, verdict, key, upstream, now);
            case NOT_PERMITTED, RATE_LIMITED, QUOTA_EXHAUSTED -> {
                cool(group.pool(), verdict, key, request, leasedAt);
                yield true;
            }
            default -> true;
        };
    }

    private static boolean reject(
            GroupRuntime group,
            GroupSnapshot definition,
            Verdict verdict,
            KeyCell key,
            UpstreamCell upstream,
            long now) {
        KeyPool pool = group.pool();
        int threshold = definition.settings().blacklistThreshold();
        if (!definition.countsSuccess()) { // the original knows nothing but strikes
            pool.strike(key, threshold, verdict.ruleId());
            return true;
        }
        if (verdict.definite()) {
            if (threshold == 0) {
                pool.cool(key, null, null, Category.KEY_REJECTED, verdict.ruleId(), now);
            } else {
                pool.invalidate(key, verdict.ruleId());
            }
            return true;
        }
        List<KeyCell> blamedBefore = upstream.refusals().add(key, now, pool.activeCount());
        if (blamedBefore == null) {
            pool.strike(key, threshold, verdict.ruleId());
            return true;
        }
        blamedBefore.forEach(pool::forgive);
        together(group, upstream, blamedBefore.size() + 1, verdict);
        return false;
    }

    private static void together(GroupRuntime group, UpstreamCell upstream, int keys, Verdict verdict) {
        Instant until = upstream.suspend(verdict.ruleId());
        group.bus()
                .publish(new GptLoadEvent.RefusedTogether(
                        group.time().instant(), group.name(), upstream.name(), keys, until, verdict.ruleId()));
    }

    private static void cool(KeyPool pool, Verdict verdict, KeyCell key, PreparedRequest request, long leasedAt) {
        boolean perModel = verdict.scope() == Scope.KEY_MODEL || verdict.scope() == Scope.ACCOUNT_MODEL;
        boolean account = verdict.scope() == Scope.ACCOUNT || verdict.scope() == Scope.ACCOUNT_MODEL;
        String model = perModel ? request.model() : null;
        Duration told = verdict.cooldown();
        if (verdict.category() == Category.NOT_PERMITTED && model == null) {
            told = UNKNOWN_MODEL; // refused for a model we cannot name: the whole key rests, but not for long
        }
        if (account) {
            pool.coolAccount(key, model, told, verdict.category(), verdict.ruleId(), leasedAt);
        } else {
            pool.cool(key, model, told, verdict.category(), verdict.ruleId(), leasedAt);
        }
    }

    /** A success that says it was the last for now rests its key before the provider has to refuse it. */
    static void learnLimits(
            GroupRuntime group,
            GroupSnapshot definition,
            KeyCell key,
            PreparedRequest request,
            HeaderView headers,
            long leasedAt) {
        if (RateLimitHeaders.remainingRequests(headers) != 0) {
            return;
        }
        Duration rest = RateLimitHeaders.exhaustedFor(headers, group.time().instant());
        if (rest == null || rest.isZero()) {
            return;
        }
        Scope scope = definition.limitScope();
        boolean perModel = scope == Scope.KEY_MODEL || scope == Scope.ACCOUNT_MODEL;
        String model = perModel ? request.model() : null;
        if (scope == Scope.ACCOUNT || scope == Scope.ACCOUNT_MODEL) {
            group.pool().coolAccount(key, model, rest, Category.RATE_LIMITED, LIMIT_REACHED, leasedAt);
        } else {
            group.pool().cool(key, model, rest, Category.RATE_LIMITED, LIMIT_REACHED, leasedAt);
        }
    }
}
