package io.gptload.client.store.jdbc;

import io.gptload.client.config.KeyConfig;
import io.gptload.client.config.KeyOptions;
import java.util.List;
import java.util.Map;

/**
 * The keys of a group as they were read at one time.
 *
 * @param groupId the group's id
 * @param version the group's number in {@link ChangeCounters#keyVersions} before they were read
 * @param configs the keys, invalid ones too
 * @param storedHashes what they are stored under; none when that is their SHA-256 anyway, for want of encryption
 * @param problems which keys cannot be used, and why
 * @param options how they are used, by id; those that are used like any other are missing
 * @param rows how many rows there were
 * @param lastId the highest id among them; 0 for none
 */
public record LoadedKeys(
        long groupId,
        long version,
        List<KeyConfig> configs,
        StoredHashes storedHashes,
        List<StoreProblem> problems,
        Map<Long, KeyOptions> options,
        long rows,
        long lastId) {

    /** Copies the collections. */
    public LoadedKeys {
        configs = List.copyOf(configs);
        problems = List.copyOf(problems);
        options = Map.copyOf(options);
    }

    @Override
    public String toString() {
        return "LoadedKeys[" + groupId + ", version " + version + ", " + configs.size() + " keys]";
    }
}
