package io.gptload.spring.autoconfigure;

import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.GroupSettings.FailurePolicyMode;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Lays settings over others, one by one, so that each that cannot be used is told of. */
final class SettingsReading {

    private final String prefix;
    private final Problems problems;
    private final GroupSettings.Builder result;

    private SettingsReading(String prefix, GroupSettings base, Problems problems) {
        this.prefix = prefix;
        this.problems = problems;
        this.result = base.toBuilder();
    }

    static GroupSettings read(String prefix, SettingsProperties given, GroupSettings base, Problems problems) {
        return new SettingsReading(prefix, base, problems).over(given);
    }

    private GroupSettings over(SettingsProperties given) {
        set("max-retries", given.maxRetries(), GroupSettings.Builder::maxRetries);
        set("max-key-rotations", given.maxKeyRotations(), GroupSettings.Builder::maxKeyRotations);
        set("blacklist-threshold", given.blacklistThreshold(), GroupSettings.Builder::blacklistThreshold);
        set("failover-status-codes", given.failoverStatusCodes(), GroupSettings.Builder::failoverStatusCodes);
        set(
                "failure-policy",
                given.failurePolicy(),
                (builder, id) -> builder.failurePolicy(FailurePolicyMode.parse(id)));
        set("max-wait", given.maxWait(), GroupSettings.Builder::maxWait);
        set("key-budgets", given.keyBudgets(), GroupSettings.Builder::keyBudgets);
        set("request-timeout", given.requestTimeout(), GroupSettings.Builder::requestTimeout);
        set("connect-timeout", given.connectTimeout(), GroupSettings.Builder::connectTimeout);
        set("response-header-timeout", given.responseHeaderTimeout(), GroupSettings.Builder::responseHeaderTimeout);
        set("stream-idle-timeout", given.streamIdleTimeout(), GroupSettings.Builder::streamIdleTimeout);
        set("idle-conn-timeout", given.idleConnTimeout(), GroupSettings.Builder::idleConnTimeout);
        set("max-idle-conns", given.maxIdleConns(), GroupSettings.Builder::maxIdleConns);
        DataSize replayed = given.maxReplayBody();
        set("max-replay-body", replayed == null ? null : replayed.toBytes(), GroupSettings.Builder::maxReplayBody);
        set("proxy-url", given.proxyUrl(), GroupSettings.Builder::proxyUrl);
        return result.build();
    }

    private <T> void set(String name, @Nullable T value, BiConsumer<GroupSettings.Builder, T> setter) {
        if (value == null) {
            return;
        }
        GroupSettings alone = problems.ask(prefix + "." + name, () -> {
            GroupSettings.Builder builder = GroupSettings.builder();
            setter.accept(builder, value);
            return builder.build();
        });
        if (alone != null) {
            setter.accept(result, value);
        }
    }
}
