package io.gptload.client.store.jdbc;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.KeyConfig;
import io.gptload.client.state.KeyState;
import io.gptload.client.state.KeyState.Rest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Reads the keys of one group and what is known of them. Not thread-safe. */
final class KeyLoading {

    private final JdbcStore store;
    private final GroupRow group;
    private final BiConsumer<String, String> problems;
    private final List<KeyConfig> configs = new ArrayList<>();
    private final List<KeyState> states = new ArrayList<>();
    private final Map<String, Long> ids = new HashMap<>();

    KeyLoading(JdbcStore store, GroupRow group, BiConsumer<String, String> problems) {
        this.store = store;
        this.group = group;
        this.problems = problems;
    }

    KeyLoading load() {
        Map<Long, List<Rest>> cooldowns = store.keyStates().cooldowns(group.id());
        Map<Long, Integer> strikes = store.keyStates().strikes(group.id());
        store.keys().forEach(KeyFilter.ofGroup(group.id()), row -> {
            String revealed = row.key().reveal(store.options().cipher());
            String secret = revealed == null ? row.key().text() : revealed; // mixed old and new data, as gpt-load
            try {
                add(row, KeyConfig.of(secret), cooldowns, strikes);
            } catch (ConfigurationException e) {
                problems.accept("api_keys", "key " + row.id() + " cannot be sent in a header");
            }
        });
        return this;
    }

    private void add(KeyRow row, KeyConfig config, Map<Long, List<Rest>> cooldowns, Map<Long, Integer> strikes) {
        String hash = KeyHashes.sha256(config.secret());
        if (ids.putIfAbsent(hash, row.id()) != null) {
            return; // stored twice; the engine has it once
        }
        configs.add(config);
        boolean invalid = row.status() == KeyStatus.INVALID;
        List<Rest> rests = cooldowns.getOrDefault(row.id(), List.of());
        if (invalid || !rests.isEmpty()) {
            int failures = (int) Math.min(row.failureCount(), Integer.MAX_VALUE);
            states.add(new KeyState(hash, invalid, invalid ? strikes.getOrDefault(row.id(), failures) : 0, rests));
        }
    }

    List<KeyConfig> configs() {
        return configs;
    }

    List<KeyState> states() {
        return states;
    }

    Map<String, Long> ids() {
        return ids;
    }
}
