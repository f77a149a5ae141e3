package io.gptload.client.store.jdbc;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.state.KeyState;
import java.util.List;

/**
 * A standard group as the engine takes it.
 *
 * @param row what it was read from
 * @param settings the settings in force: the system's, replaced by the group's
 * @param config its definition with all keys, invalid ones too
 * @param keys its keys
 * @param states what is known of those keys that are not as good as new; empty if the keys were known before
 */
public record LoadedGroup(
        GroupRow row, SettingValues settings, GroupConfig config, LoadedKeys keys, List<KeyState> states) {

    /** Copies the list. */
    public LoadedGroup {
        states = List.copyOf(states);
    }

    @Override
    public String toString() {
        return "LoadedGroup[" + config + ", " + states.size() + " states]";
    }
}
