package io.gptload.client.internal.engine;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.pool.KeyPool;
import io.gptload.client.internal.upstream.UpstreamCell;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureKind;
import io.gptload.client.policy.RateLimitHeaders;
import io.gptload.client.policy.Scope;
import io.gptload.client.policy.Verdict;
import io.gptload.client.wire.Channel;
import io.gptload.client.wire.HeaderView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    static boolean apply(Lease lease, Verdict verdict, boolean quiet, long now) {
        GroupRuntime group = lease.lane().group();
        GroupSnapshot definition = lease.lane().definition();
        UpstreamCell upstream = lease.upstream();
        KeyCell key = lease.key();
        if (quiet && (verdict.scope() == Scope.UPSTREAM || verdict.scope() == Scope.EGRESS)) {
            upstream.release();
            return false;
        }
        if (verdict.scope() == Scope.UPSTREAM) {
            upstream.failed(lease.at(), verdict.ruleId());
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
        upstream.succeeded(lease.at());
        switch (verdict.category()) {
            case KEY_REJECTED -> reject(group.pool(), definition, verdict, key, lease.at());
            case NOT_PERMITTED, RATE_LIMITED, QUOTA_EXHAUSTED -> cool(lease, verdict);
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

    private static void cool(Lease lease, Verdict verdict) {
        boolean perModel = verdict.scope() == Scope.KEY_MODEL || verdict.scope() == Scope.ACCOUNT_MODEL;
        String model = perModel ? lease.lane().request().model() : null;
        Duration told = verdict.cooldown();
        if (verdict.category() == Category.NOT_PERMITTED && model == null) {
            told = UNKNOWN_MODEL; // refused for a model we cannot name: the whole key rests, but not for long
        }
        cool(lease, verdict.scope(), model, told, verdict.category(), verdict.ruleId());
    }

    private static void cool(
            Lease lease, Scope scope, @Nullable String model, @Nullable Duration told, Category cause, String ruleId) {
        KeyPool pool = lease.lane().group().pool();
        if (scope == Scope.ACCOUNT || scope == Scope.ACCOUNT_MODEL) {
            pool.coolAccount(lease.key(), model, told, cause, ruleId, lease.at());
        } else {
            pool.cool(lease.key(), model, told, cause, ruleId, lease.at());
        }
    }

    /**
     * Carries a success out.
     *
     * @param probe whether the call was made to find out about the key
     */
    static void served(Lease lease, boolean probe) {
        GroupRuntime group = lease.lane().group();
        GroupSnapshot definition = lease.lane().definition();
        PreparedRequest request = lease.lane().request();
        KeyCell key = lease.key();
        lease.upstream().succeeded(lease.at());
        lease.upstream().refusals().served();
        if (probe) {
            group.pool().proven(key, request.model(), lease.at());
        } else if (key.marked() && definition.countsSuccess()) {
            group.pool().succeeded(key, request.model(), lease.at());
        }
        if (group.served().wanted() || request.modelIfKnown() != null) {
            String model = request.model();
            if (model != null) {
                group.served().note(model, key.ref());
            }
        }
    }

    /** Carries out that what was relayed broke off. */
    static void broken(Lease lease, Verdict verdict, FailureKind kind) {
        GroupRuntime group = lease.lane().group();
        lease.upstream().failed(lease.at(), verdict.ruleId());
        group.bus()
                .publish(new GptLoadEvent.StreamBroken(
                        group.time().instant(),
                        group.name(),
                        lease.key().ref(),
                        lease.upstream().name(),
                        kind));
    }

    /** A success that says it was the last for now rests its key before the provider has to refuse it. */
    static void learnLimits(Lease lease, HeaderView headers) {
        GroupSnapshot definition = lease.lane().definition();
        Channel channel = definition.config().channel();
        Duration rest = RateLimitHeaders.exhaustedFor(
                channel, headers, lease.lane().group().time());
        if (rest == null || rest.isZero()) {
            return;
        }
        Scope scope = definition.limitScope();
        boolean perModel = scope == Scope.KEY_MODEL || scope == Scope.ACCOUNT_MODEL;
        String model = perModel ? lease.lane().request().model() : null;
        cool(lease, scope, model, rest, Category.RATE_LIMITED, LIMIT_REACHED);
    }
}
