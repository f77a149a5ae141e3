package io.gptload.client.store.jdbc;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.KeyConfig;
import io.gptload.client.config.KeyOptions;
import io.gptload.client.state.KeyState;
import io.gptload.client.state.KeyState.Rest;
import io.gptload.client.store.jdbc.KeyStateRepository.StatusNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one group and what is known of them, once. Not thread-safe. */
final class KeyReading {

    private final JdbcStore store;
    private final KeyCipher cipher;
    private final GroupRow group;
    private final Map<Long, List<Rest>> cooldowns;
    private final Map<Long, StatusNote> notes;
    private final Map<Long, KeyOptions> options;
    private final List<KeyConfig> configs = new ArrayList<>();
    private final List<KeyState> states = new ArrayList<>();
    private final Set<String> secrets = new HashSet<>();
    private final StoredHashes.@Nullable Builder storedHashes;
    private long rows;
    private long lastId;
    private final Unusable unreadable = new Unusable("cannot be decrypted");
    private final Unusable unsendable = new Unusable("cannot be sent in a header");

    KeyReading(JdbcStore store, GroupRow group) {
        this.store = store;
        this.cipher = store.options().cipher();
        this.group = group;
        this.cooldowns = store.keyStates().cooldowns(group.id());
        this.notes = store.keyStates().statusNotes(group.id());
        this.options = store.keyOptions().ofGroup(group.id());
        this.storedHashes = cipher == KeyCipher.plaintext() ? null : new StoredHashes.Builder();
    }

    KeyLoading.Result read(long version) {
        return read(version, 0);
    }

    /** Only the keys that came after those. */
    KeyLoading.Result readMore(LoadedKeys older, long version) {
        Map<String, KeyOptions> changed = changedSince(older);
        for (KeyConfig config : older.configs()) {
            KeyOptions now = changed.get(config.secret());
            configs.add(now == null ? config : new KeyConfig(config.secret(), now));
            secrets.add(config.secret());
        }
        if (storedHashes != null) {
            storedHashes.addAll(older.storedHashes());
        }
        rows = older.rows();
        lastId = older.lastId();
        return read(version, lastId);
    }

    /** How those keys are used now whose use was another one then, by the keys. */
    private Map<String, KeyOptions> changedSince(LoadedKeys older) {
        Set<Long> ids = new HashSet<>(options.keySet());
        ids.addAll(older.options().keySet());
        ids.removeIf(id -> Objects.equals(options.get(id), older.options().get(id)));
        Map<String, KeyOptions> bySecret = new HashMap<>();
        store.keys().forEach(group.id(), ids, row -> {
            String secret = row.reveal(cipher);
            if (secret != null) {
                bySecret.put(secret, options.getOrDefault(row.id(), KeyOptions.DEFAULTS));
            }
        });
        return bySecret;
    }

    private KeyLoading.Result read(long version, long after) {
        store.keys().forEach(group.id(), after, this::visit);
        List<StoreProblem> problems = new ArrayList<>();
        unreadable.report(problems);
        unsendable.report(problems);
        StoredHashes hashes = storedHashes == null ? StoredHashes.NONE : storedHashes.build();
        return new KeyLoading.Result(
                new LoadedKeys(group.id(), version, configs, hashes, problems, options, rows, lastId), states);
    }

    private void visit(long id, StoredKey key, String hash, KeyStatus status, long failures) {
        rows++;
        lastId = id;
        String secret = key.reveal(cipher, hash);
        if (secret == null) {
            unreadable.add(id);
            return;
        }
        try {
            KeyConfig config = new KeyConfig(secret, options.getOrDefault(id, KeyOptions.DEFAULTS));
            if (secrets.add(secret)) { // stored twice, the engine has it once
                configs.add(config);
                addKnown(id, secret, hash, status, failures);
            }
        } catch (ConfigurationException e) {
            unsendable.add(id);
        }
    }

    private void addKnown(long id, String secret, String hash, KeyStatus status, long failures) {
        boolean invalid = status == KeyStatus.INVALID;
        List<Rest> rests = cooldowns.getOrDefault(id, List.of());
        boolean asNew = !invalid && rests.isEmpty();
        if (storedHashes == null && asNew) {
            return;
        }
        String sha256 = KeyHashes.sha256(secret);
        if (storedHashes != null) {
            storedHashes.add(sha256, hash);
        }
        if (!asNew) {
            StatusNote note = notes.get(id);
            int strikes = note == null ? (int) Math.min(failures, Integer.MAX_VALUE) : note.strikes();
            states.add(new KeyState(sha256, invalid, invalid ? strikes : 0, note == null ? null : note.at(), rests));
        }
    }

    /** Keys that are left out for the same reason: one problem, however many they are. */
    private final class Unusable {

        private final String why;
        private long count;
        private long first;

        Unusable(String why) {
            this.why = why;
        }

        void add(long id) {
            first = count++ == 0 ? id : first;
        }

        void report(List<StoreProblem> problems) {
            if (count > 0) {
                problems.add(new StoreProblem(
                        group.name(), "api_keys", count + " keys " + why + ", the first has the id " + first));
            }
        }
    }
}
