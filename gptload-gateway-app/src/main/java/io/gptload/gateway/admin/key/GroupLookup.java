package io.gptload.gateway.admin.key;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.web.ApiException;
import org.springframework.stereotype.Component;

/** Finds the group a request is about. */
@Component
class GroupLookup {

    private final JdbcStore store;

    GroupLookup(JdbcStore store) {
        this.store = store;
    }

    /** @throws ApiException 404 if there is none of that id */
    GroupRow require(long id) {
        return store.groups().find(id).orElseThrow(() -> ApiException.notFound("group.not_found"));
    }
}
