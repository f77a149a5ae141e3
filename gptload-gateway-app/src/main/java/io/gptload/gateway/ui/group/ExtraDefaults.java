package io.gptload.gateway.ui.group;

import io.gptload.client.config.GroupSettings;
import io.gptload.client.store.jdbc.ExtraSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** What holds where a group says nothing of the settings that gpt-load does not have. */
final class ExtraDefaults {

    private static final Map<String, Object> KNOWN = Map.of(
            "failure_policy", GroupSettings.DEFAULTS.failurePolicy().id(),
            "max_key_rotations", GroupSettings.DEFAULTS.maxKeyRotations(),
            "max_replay_body", GroupSettings.DEFAULTS.maxReplayBody(),
            "max_wait_ms", GroupSettings.DEFAULTS.maxWait().toMillis(),
            "stream_idle_timeout", GroupSettings.DEFAULTS.streamIdleTimeout().toSeconds());

    private ExtraDefaults() {}

    /** Every such setting, in order, with what holds; empty where that is nothing. */
    static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        ExtraSettings.names()
                .forEach(name -> all.put(name, KNOWN.getOrDefault(name, "").toString()));
        return all;
    }
}
