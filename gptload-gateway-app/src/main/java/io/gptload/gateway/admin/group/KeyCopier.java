package io.gptload.gateway.admin.group;

import io.gptload.client.config.KeyOptions;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCounts;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.KeyRow;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.gateway.admin.key.KeyTasks;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Gives a new group the keys of another, used as they are there, as an import in the background. Thread-safe. */
@Component
class KeyCopier {

    private static final Logger LOG = LoggerFactory.getLogger(KeyCopier.class);

    private final JdbcStore store;
    private final KeyTasks tasks;

    KeyCopier(JdbcStore store, KeyTasks tasks) {
        this.store = store;
        this.tasks = tasks;
    }

    /** @param validOnly whether invalid keys are left out */
    void copy(GroupRow from, GroupRow to, boolean validOnly) {
        KeyCounts counts = store.keys().counts(from.id());
        long total = validOnly ? counts.active() : counts.total();
        if (total > 0) {
            KeyFilter all = KeyFilter.ofGroup(from.id());
            Iterator<KeyRow> rows = store.keys().iterator(validOnly ? all.withStatus(KeyStatus.ACTIVE) : all);
            tasks.importKeys(to, new Secrets(from.name(), rows), options(from), total);
        }
    }

    private Map<String, KeyOptions> options(GroupRow group) {
        Map<Long, KeyOptions> byId = store.keyOptions().ofGroup(group.id());
        Map<String, KeyOptions> bySecret = new HashMap<>();
        store.keys().forEach(group.id(), byId.keySet(), row -> {
            String secret = row.reveal(store.options().cipher());
            if (secret != null) {
                bySecret.put(secret, byId.getOrDefault(row.id(), KeyOptions.DEFAULTS));
            }
        });
        return bySecret;
    }

    /** The keys themselves; those that cannot be decrypted are counted and left out. */
    private final class Secrets implements Iterator<String> {

        private final String group;
        private final Iterator<KeyRow> rows;
        private @Nullable String next;
        private long unreadable;

        Secrets(String group, Iterator<KeyRow> rows) {
            this.group = group;
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            while (next == null && rows.hasNext()) {
                next = rows.next().reveal(store.options().cipher());
                unreadable += next == null ? 1 : 0;
            }
            if (next == null && unreadable > 0) {
                LOG.warn("{} keys of group {} cannot be decrypted and were not copied", unreadable, group);
                unreadable = 0;
            }
            return next != null;
        }

        @Override
        public String next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            String secret = next;
            next = null;
            return secret;
        }
    }
}
