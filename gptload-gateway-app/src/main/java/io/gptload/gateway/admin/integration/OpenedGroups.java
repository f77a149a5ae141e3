package io.gptload.gateway.admin.integration;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.clientkey.ClientRegistry;
import io.gptload.gateway.clientkey.NamedClient;
import java.util.List;
import org.springframework.stereotype.Component;

/** Which groups a key opens, be it a proxy key or that of a client. Thread-safe. */
@Component
class OpenedGroups {

    private final Catalog catalog;
    private final ClientRegistry clients;

    OpenedGroups(Catalog catalog, ClientRegistry clients) {
        this.catalog = catalog;
        this.clients = clients;
    }

    /** In list order; none for a key that opens nothing. */
    List<GroupRow> by(String key) {
        List<GroupRow> groups = catalog.openedBy(key);
        NamedClient client = groups.isEmpty() ? clients.find(key) : null;
        return client == null
                ? groups
                : catalog.rows().stream().filter(row -> client.opens(row.id())).toList();
    }
}
