package io.gptload.client.store.jdbc;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Whether the cipher a store was opened with is that of the keys in it. */
public final class CipherCheck {

    private static final int SAMPLE = 20;

    private CipherCheck() {}

    /** Tries a few keys: whether any of them can be read, or there are none. */
    public static boolean fits(JdbcStore store) {
        List<KeyRow> sample = sample(store);
        return sample.isEmpty()
                || sample.stream().anyMatch(row -> row.reveal(store.options().cipher()) != null);
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
