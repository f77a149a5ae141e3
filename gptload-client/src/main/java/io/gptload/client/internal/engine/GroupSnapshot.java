package io.gptload.client.internal.engine;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.internal.upstream.UpstreamRing;
import io.gptload.client.policy.FailurePolicy;
import io.gptload.client.rewrite.HeaderPlan;
import io.gptload.client.session.Timeouts;

/**
 * One definition of a group, compiled: what requests read. A call keeps the one it began with.
 *
 * @param config the definition
 * @param upstreams where to send to
 * @param policy who is blamed for what
 * @param headers what to change of a caller's headers
 * @param timeouts of an attempt that has all the time there is
 * @param countsSuccess whether a success makes up for the failures before
 */
record GroupSnapshot(
        GroupConfig config,
        UpstreamRing upstreams,
        FailurePolicy policy,
        HeaderPlan headers,
        Timeouts timeouts,
        boolean countsSuccess) {

    static GroupSnapshot compile(GroupConfig config, UpstreamRing upstreams) {
        GroupSettings settings = config.settings();
        boolean smart = settings.failurePolicy() == GroupSettings.FailurePolicyMode.SMART;
        return new GroupSnapshot(
                config,
                upstreams,
                smart
                        ? FailurePolicy.smart(
                                config.channel(), config.provider(), config.rules(), settings.failoverStatusCodes())
                        : FailurePolicy.gptLoad(
                                config.channel(), config.provider(), config.rules(), settings.failoverStatusCodes()),
                HeaderPlan.of(config.channel(), config.name(), config.headerRules()),
                new Timeouts(
                        settings.connectTimeout(),
                        settings.responseHeaderTimeout(),
                        settings.streamIdleTimeout(),
                        settings.requestTimeout()),
                smart);
    }

    GroupSettings settings() {
        return config.settings();
    }
}
