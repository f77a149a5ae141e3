package io.gptload.client.internal.engine;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.pool.KeyPool;
import io.gptload.client.internal.upstream.UpstreamCell;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.RateLimitHeaders;
import io.gptload.client.policy.Scope;
import io.gptload.client.policy.Verdict;
import io.gptload.client.wire.Channel;
import io.gptload.client.wire.HeaderView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Carries a verdict out: on the key, the account or the upstream it blames, and on nothing else. */
final class Effects {

    private static final Duration UNKNOWN_MODEL = Duration.ofSeconds(60);
    private static final String LIMIT_REACHED = "builtin.limit-reached";

    private Effects() {}

    /**
     * Carries it out.
     *
     * @param quiet whether the call only asked about a key that is out of rotation: what the upstream does to such a one says
     *     little of what it does to others, and must not hold them up
     * @return whether another attempt makes sense; not when the upstream refuses everybody
     */
    static boolean apply(
            GroupRuntime group,
            GroupSnapshot definition,
            Verdict verdict,
            KeyCell key,
            UpstreamCell upstream,
            PreparedRequest request,
            boolean quiet,
            long leasedAt,
            long now) {
        if (quiet && (verdict.scope() == Scope.UPSTREAM || verdict.scope() == Scope.EGRESS)) {
            upstream.release();
            return false;
        }
        if (verdict.scope() == Scope.UPSTREAM) {
            upstream.failed(now - leasedAt, verdict.ruleId());
            return true;
        }
        if (verdict.scope() == Scope.EGRESS) {
            refusedTogether(group, upstream, List.of(), verdict);
            return true;
        }
        boolean news = !key.invalid(); // that a probe of a key known to be bad was refused says nothing of the upstream
        if (news && verdict.category() == Category.KEY_REJECTED && !verdict.definite() && definition.countsSuccess()) {
            List<KeyCell> blamedBefore =
                    upstream.refusals().add(key, now, group.pool().activeCount());
            if (blamedBefore != null) {
                refusedTogether(group, upstream, blamedBefore, verdict);
                return false;
            }
        }
        upstream.succeeded(now - leasedAt);
        switch (verdict.category()) {
            case KEY_REJECTED -> reject(group.pool(), definition, verdict, key, leasedAt);
            case NOT_PERMITTED, RATE_LIMITED, QUOTA_EXHAUSTED -> cool(group.pool(), verdict, key, request, leasedAt);
            default -> {}
        }
        return true;
    }

    private static void reject(KeyPool pool, GroupSnapshot definition, Verdict verdict, KeyCell key, long leasedAt) {
        int threshold = definition.settings().blacklistThreshold();
        if (!verdict.definite()) {
            pool.strike(key, threshold, verdict.ruleId(), leasedAt);
        } else if (threshold > 0) {
            pool.invalidate(key, verdict.ruleId(), leasedAt);
        } else {
            pool.cool(key, null, null, Category.KEY_REJECTED, verdict.ruleId(), leasedAt);
        }
    }

    /** The upstream, or our way to it, refuses everybody: the keys blamed for it get their state back. */
    private static void refusedTogether(
            GroupRuntime group, UpstreamCell upstream, List<KeyCell> blamedBefore, Verdict verdict) {
        blamedBefore.forEach(group.pool()::forgive);
        upstream.release();
        Instant until = upstream.suspend();
        group.bus()
                .publish(new GptLoadEvent.RefusedTogether(
                        group.time().instant(),
                        group.name(),
                        upstream.name(),
                        blamedBefore.size() + 1,
                        until,
                        verdict.ruleId()));
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
        Channel channel = definition.config().channel();
        Duration rest = RateLimitHeaders.exhaustedFor(channel, headers, group.time());
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
