package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.gateway.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Copies keys while the caller waits, a thousand at a time. */
@Component
class ImportingKeyCopier implements GroupKeyCopier {

    private static final Logger LOG = LoggerFactory.getLogger(ImportingKeyCopier.class);
    private static final int CHUNK = 1000;

    private final JdbcStore store;
    private final Catalog catalog;

    ImportingKeyCopier(JdbcStore store, Catalog catalog) {
        this.store = store;
        this.catalog = catalog;
    }

    @Override
    public void copy(GroupRow from, GroupRow to, boolean validOnly) {
        KeyFilter all = KeyFilter.ofGroup(from.id());
        List<String> chunk = new ArrayList<>(CHUNK);
        long[] unreadable = {0};
        store.keys().forEach(validOnly ? all.withStatus(KeyStatus.ACTIVE) : all, row -> {
            String secret = row.key().reveal(store.options().cipher());
            if (secret == null) {
                unreadable[0]++;
            } else {
                chunk.add(secret);
            }
            if (chunk.size() == CHUNK) {
                add(to, chunk);
            }
        });
        add(to, chunk);
        if (unreadable[0] > 0) {
            LOG.warn("{} keys of group {} cannot be decrypted and were not copied", unreadable[0], from.name());
        }
        catalog.reload();
    }

    private void add(GroupRow to, List<String> secrets) {
        store.keys().importAll(to.id(), secrets.iterator(), done -> {});
        secrets.clear();
    }
}
