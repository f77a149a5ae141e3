package io.gptload.client.internal.engine;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.StatusCodes;
import io.gptload.client.internal.upstream.UpstreamRing;
import io.gptload.client.policy.FailurePolicy;
import io.gptload.client.policy.Outcome;
import io.gptload.client.policy.Scope;
import io.gptload.client.policy.Verdict;
import io.gptload.client.rewrite.HeaderPlan;
import io.gptload.client.session.Timeouts;
import io.gptload.client.wire.ErrorBody;
import io.gptload.client.wire.HeaderView;
import java.time.Instant;

/**
 * One definition of a group, compiled: what requests read. A call keeps the one it began with.
 *
 * @param config the definition
 * @param upstreams where to send to
 * @param policy who is blamed for what
 * @param headers what to change of a caller's headers
 * @param timeouts of an attempt
 * @param countsSuccess whether a success makes up for the failures before
 */
record GroupSnapshot(
        GroupConfig config,
        UpstreamRing upstreams,
        Late<FailurePolicy> policy,
        HeaderPlan headers,
        Timeouts timeouts,
        boolean countsSuccess) {

    static GroupSnapshot compile(GroupConfig config, UpstreamRing upstreams) {
        GroupSettings settings = config.settings();
        boolean smart = settings.failurePolicy() == GroupSettings.FailurePolicyMode.SMART;
        return new GroupSnapshot(
                config,
                upstreams,
                new Late<>(() -> policy(config, smart)),
                HeaderPlan.compile(config.channel(), config.headerRules()),
                new Timeouts(settings.connectTimeout(), settings.responseHeaderTimeout(), settings.streamIdleTimeout()),
                smart);
    }

    private static FailurePolicy policy(GroupConfig config, boolean smart) {
        StatusCodes failover = config.settings().failoverStatusCodes();
        return smart
                ? FailurePolicy.smart(config.channel(), config.provider(), config.rules(), failover)
                : FailurePolicy.gptLoad(failover);
    }

    Verdict judge(Outcome outcome, Instant now) {
        return policy.get().judge(outcome, now);
    }

    /** Whom a rate limit without further detail is held against. */
    Scope limitScope() {
        return judge(Outcome.ofResponse(429, HeaderView.EMPTY, ErrorBody.EMPTY), Instant.EPOCH)
                .scope();
    }

    GroupSettings settings() {
        return config.settings();
    }
}
