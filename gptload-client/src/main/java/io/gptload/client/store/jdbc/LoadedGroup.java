package io.gptload.client.store.jdbc;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.state.KeyState;
import java.util.List;
import java.util.Map;

/**
 * A standard group as the engine takes it.
 *
 * @param row what it was read from
 * @param settings the settings in force: the system's, replaced by the group's
 * @param config its definition with all keys, invalid ones too
 * @param states what is known of those keys that are not as good as new
 * @param keyIds the id of each key in the table, by SHA-256 of its value
 */
public record LoadedGroup(
        GroupRow row, SettingValues settings, GroupConfig config, List<KeyState> states, Map<String, Long> keyIds) {

    /** Copies the collections. */
    public LoadedGroup {
        states = List.copyOf(states);
        keyIds = Map.copyOf(keyIds);
    }

    @Override
    public String toString() {
        return "LoadedGroup[" + config + ", " + states.size() + " states]";
    }
}
