package io.gptload.client.store.jdbc;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.KeyConfig;
import io.gptload.client.state.KeyState;
import io.gptload.client.state.KeyState.Rest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one group and what is known of them. Not thread-safe. */
final class KeyLoading {

    private final JdbcStore store;
    private final GroupRow group;
    private final BiConsumer<String, String> problems;
    private final List<KeyConfig> configs = new ArrayList<>();
    private final List<KeyState> states = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private final StoredHashes.@Nullable Builder storedHashes;
    private final Unusable unreadable = new Unusable("cannot be decrypted");
    private final Unusable unsendable = new Unusable("cannot be sent in a header");

    KeyLoading(JdbcStore store, GroupRow group, BiConsumer<String, String> problems) {
        this.store = store;
        this.group = group;
        this.problems = problems;
        this.storedHashes = store.options().cipher() == KeyCipher.plaintext() ? null : new StoredHashes.Builder();
    }

    KeyLoading load() {
        Map<Long, List<Rest>> cooldowns = store.keyStates().cooldowns(group.id());
        Map<Long, Integer> strikes = store.keyStates().strikes(group.id());
        KeyCipher cipher = store.options().cipher();
        store.keys().forEach(KeyFilter.ofGroup(group.id()), row -> {
            String secret = row.reveal(cipher);
            if (secret == null) {
                unreadable.add(row);
                return;
            }
            try {
                add(row, KeyConfig.of(secret), cooldowns, strikes);
            } catch (ConfigurationException e) {
                unsendable.add(row);
            }
        });
        unreadable.report();
        unsendable.report();
        return this;
    }

    private void add(KeyRow row, KeyConfig config, Map<Long, List<Rest>> cooldowns, Map<Long, Integer> strikes) {
        String hash = KeyHashes.sha256(config.secret());
        if (!known.add(hash)) {
            return; // stored twice; the engine has it once
        }
        configs.add(config);
        if (storedHashes != null) {
            storedHashes.add(hash, row.hash());
        }
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

    StoredHashes storedHashes() {
        return storedHashes == null ? StoredHashes.NONE : storedHashes.build();
    }

    /** Keys that are left out for the same reason: one problem, however many they are. */
    private final class Unusable {

        private final String why;
        private long count;
        private long first;

        Unusable(String why) {
            this.why = why;
        }

        void add(KeyRow row) {
            first = count++ == 0 ? row.id() : first;
        }

        void report() {
            if (count > 0) {
                problems.accept("api_keys", count + " keys " + why + ", the first has the id " + first);
            }
        }
    }
}
