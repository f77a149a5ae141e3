package io.gptload.gateway.catalog;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.gateway.config.InvalidSettingsException;
import io.gptload.gateway.config.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Whether {@code ENCRYPTION_KEY} fits what is stored. */
final class StoredKeysCheck {

    private static final int SAMPLE = 20;
    private static final String ANYWAY =
            "; to start without these keys, set gptload.gateway.accept-unreadable-keys to true";

    private StoredKeysCheck() {}

    /**
     * Looks at some keys.
     *
     * @throws InvalidSettingsException if there are keys and none of them can be read
     */
    static void check(JdbcStore store, boolean encrypted) {
        List<KeyRow> sample = sample(store);
        boolean readable = sample.isEmpty()
                || sample.stream().anyMatch(row -> row.reveal(store.options().cipher()) != null);
        if (!readable) {
            throw new InvalidSettingsException(List.of(
                    encrypted
                            ? new Problem(
                                    "ENCRYPTION_KEY",
                                    "the stored keys were encrypted with another one",
                                    "Give that one" + ANYWAY)
                            : new Problem(
                                    "ENCRYPTION_KEY",
                                    "it is not set, but the stored keys are encrypted",
                                    "Set it to the one they were encrypted with" + ANYWAY)));
        }
    }

    private static List<KeyRow> sample(JdbcStore store) {
        List<KeyRow> sample = new ArrayList<>();
        for (GroupRow group : store.groups().list()) {
            Iterator<KeyRow> keys = store.keys().iterator(KeyFilter.ofGroup(group.id()));
            while (sample.size() < SAMPLE && keys.hasNext()) {
                sample.add(keys.next());
            }
        }
        return sample;
    }
}
