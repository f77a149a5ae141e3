package io.gptload.client.store.jdbc;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.GroupSettings.FailurePolicyMode;
import io.gptload.client.config.KeyBudgets;
import java.time.Duration;
import java.util.function.BiConsumer;

/** Stored settings as the engine takes them. */
final class EngineSettings {

    private EngineSettings() {}

    /** What gpt-load has a setting for. A bad list of statuses is reported and matches nothing, as there. */
    static GroupSettings.Builder of(SettingValues values, BiConsumer<String, String> problems) {
        String proxy = values.text(Setting.PROXY_URL).strip();
        GroupSettings.Builder builder = GroupSettings.builder()
                .maxRetries(values.number(Setting.MAX_RETRIES))
                .blacklistThreshold(values.number(Setting.BLACKLIST_THRESHOLD))
                .requestTimeout(seconds(values, Setting.REQUEST_TIMEOUT))
                .connectTimeout(seconds(values, Setting.CONNECT_TIMEOUT))
                .responseHeaderTimeout(seconds(values, Setting.RESPONSE_HEADER_TIMEOUT))
                .idleConnTimeout(seconds(values, Setting.IDLE_CONN_TIMEOUT))
                .maxIdleConns(values.number(Setting.MAX_IDLE_CONNS))
                .proxyUrl(proxy.isEmpty() ? null : proxy);
        try {
            return builder.failoverStatusCodes(values.text(Setting.FAILOVER_STATUS_CODES));
        } catch (ConfigurationException e) {
            problems.accept(Setting.FAILOVER_STATUS_CODES.key(), String.valueOf(e.getMessage()));
            return builder.failoverStatusCodes("");
        }
    }

    private static Duration seconds(SettingValues values, Setting setting) {
        return Duration.ofSeconds(values.number(setting));
    }

    /**
     * What is ours: a name and its text. Names that mean nothing to the engine are passed over.
     *
     * @return always true
     * @throws IllegalArgumentException if the text is not allowed
     */
    static boolean set(GroupSettings.Builder builder, String name, String value) {
        switch (name) {
            case "failure_policy" -> builder.failurePolicy(FailurePolicyMode.parse(value));
            case KeyBudgets.FIELD -> builder.keyBudgets(value);
            case "max_key_rotations" -> builder.maxKeyRotations(Integer.parseInt(value));
            case "max_wait_ms" -> builder.maxWait(Duration.ofMillis(Long.parseLong(value)));
            case "stream_idle_timeout" -> builder.streamIdleTimeout(Duration.ofSeconds(Long.parseLong(value)));
            case "max_replay_body" -> builder.maxReplayBody(Long.parseLong(value));
            default -> {}
        }
        return true;
    }
}
