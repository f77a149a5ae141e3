package io.gptload.gateway.admin.group;

import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StaleVersionException;
import io.gptload.gateway.admin.audit.AuditTrail;
import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.web.ApiException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Stores groups, so that the very next call through the proxy meets them as they are now. Thread-safe. */
@Component
class Groups {

    private static final int TRIES = 5;

    private final JdbcStore store;
    private final Catalog catalog;
    private final AuditTrail audit;

    Groups(JdbcStore store, Catalog catalog, AuditTrail audit) {
        this.store = store;
        this.catalog = catalog;
        this.audit = audit;
    }

    /** The group of that id. @throws ApiException 404 if there is none */
    GroupRow get(long id) {
        return store.groups().find(id).orElseThrow(() -> ApiException.notFound("group.not_found"));
    }

    /**
     * Adds a group.
     *
     * @param extras our own settings; {@code null} for none
     * @throws ApiException 409 if the name is taken
     */
    GroupRow add(GroupRow row, @Nullable Map<String, String> extras) {
        checkFree(row.name(), 0);
        long id = unlessTaken(row.name(), 0, () -> store.groups().insert(row));
        if (extras != null && !extras.isEmpty()) {
            store.groupSettings().replace(id, extras);
        }
        catalog.refresh();
        audit.note("group.create", row.name(), "", row.groupType() + ", " + row.channelType());
        return get(id);
    }

    /**
     * Changes a group. When somebody else changes it meanwhile, it is read and decided upon again.
     *
     * @param decision the changes, given what is stored
     * @param extras our own settings; {@code null} to leave them
     * @throws ApiException 404 if there is none, 409 if the new name is taken
     */
    GroupRow change(
            long id, Function<GroupRow, Map<GroupColumn, Object>> decision, @Nullable Map<String, String> extras) {
        for (int tries = 1; ; tries++) {
            GroupRow row = get(id);
            Map<GroupColumn, Object> changes = decision.apply(row);
            String name = String.valueOf(changes.getOrDefault(GroupColumn.NAME, row.name()));
            checkFree(name, id);
            try {
                unlessTaken(name, id, () -> store.groups().update(id, row.version(), changes));
                return changed(id, changes, extras);
            } catch (StaleVersionException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /**
     * Changes a group as it was at that version.
     *
     * @param extras our own settings; {@code null} to leave them
     * @throws io.gptload.client.store.jdbc.StaleVersionException if somebody else changed it since; nothing is stored then
     * @throws ApiException 404 if there is none, 409 if the new name is taken
     */
    GroupRow change(long id, long version, Map<GroupColumn, Object> changes, @Nullable Map<String, String> extras) {
        String name = String.valueOf(changes.getOrDefault(GroupColumn.NAME, get(id).name()));
        checkFree(name, id);
        unlessTaken(name, id, () -> store.groups().update(id, version, changes));
        return changed(id, changes, extras);
    }

    private GroupRow changed(long id, Map<GroupColumn, Object> changes, @Nullable Map<String, String> extras) {
        if (extras != null) {
            store.groupSettings().replace(id, extras);
        }
        catalog.refresh();
        GroupRow now = get(id);
        String fields = Stream.concat(
                        changes.keySet().stream().map(column -> column.name().toLowerCase(Locale.ROOT)),
                        extras == null
                                ? Stream.empty()
                                : extras.keySet().stream().map(name -> "gptload." + name))
                .sorted()
                .collect(Collectors.joining(", "));
        audit.note("group.update", now.name(), "", fields);
        return now;
    }

    /** Removes a group with its keys and memberships. @throws ApiException 404 if there is none */
    void remove(long id) {
        GroupRow row = get(id);
        store.groups().delete(id);
        catalog.refresh();
        audit.note("group.delete", row.name(), "", "");
    }

    /** Puts groups into an order, all or none. @throws IllegalArgumentException if there is no such group */
    void order(Map<Long, Integer> sorts) {
        store.groups().reorder(sorts);
        catalog.refresh();
        audit.note("groups.reorder", "", sorts.size() + " groups", "");
    }

    private void checkFree(String name, long besides) {
        store.groups().find(name).filter(other -> other.id() != besides).ifPresent(other -> {
            throw ApiException.duplicate("group.name_taken", name);
        });
    }

    /** Not every database says which rule a row broke. */
    private <T> T unlessTaken(String name, long besides, Supplier<T> action) {
        try {
            return action.get();
        } catch (DataAccessException e) {
            checkFree(name, besides);
            throw e;
        }
    }
}
