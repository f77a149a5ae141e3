package io.gptload.gateway.admin.clientkey;

import io.gptload.client.store.jdbc.ClientKeyRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.clientkey.ClientToken;
import io.gptload.gateway.web.ApiException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Makes, changes and removes client keys, described by the JSON of the API. What is changed is in force on return. Thread-safe. */
@Component
public class ClientKeyEditing {

    private static final int MOST = 10_000;

    private final JdbcStore store;
    private final Catalog catalog;

    ClientKeyEditing(JdbcStore store, Catalog catalog) {
        this.store = store;
        this.catalog = catalog;
    }

    /** A client key, and the key itself, which nobody can be told again. */
    public record Issued(ClientKeyRow row, ClientToken token) {}

    /** The one of that id. @throws ApiException 404 if there is none */
    public ClientKeyRow get(long id) {
        return store.clientKeys().find(id).orElseThrow(() -> ApiException.notFound("client_key.not_found"));
    }

    /** What is wrong with a description, by field. @param id of the one that is to be changed; 0 for a new one */
    public Map<String, ApiException> problems(long id, ObjectNode described) {
        Map<String, ApiException> problems = new LinkedHashMap<>();
        ClientKeyDraft draft = new ClientKeyDraft(id == 0 ? ClientKeyDraft.blank() : get(id));
        read(draft, described, problems::putIfAbsent);
        if (!problems.containsKey("name")) {
            try {
                checkName(draft.name, id);
            } catch (ApiException e) {
                problems.put("name", e);
            }
        }
        return problems;
    }

    private void read(ClientKeyDraft draft, ObjectNode described, BiConsumer<String, ApiException> wrong) {
        Predicate<Long> isGroup = id -> store.groups().find(id).isPresent();
        described.properties().forEach(field -> {
            if (!field.getKey().equals(ClientKeyInput.VERSION)) {
                try {
                    ClientKeyInput.read(draft, field.getKey(), field.getValue(), isGroup);
                } catch (ApiException e) {
                    wrong.accept(field.getKey(), e);
                }
            }
        });
    }

    private ClientKeyDraft read(ClientKeyRow before, ObjectNode described) {
        ClientKeyDraft draft = new ClientKeyDraft(before);
        read(draft, described, (field, problem) -> {
            throw problem;
        });
        return draft;
    }

    /** Makes one. @throws ApiException 400 for the first thing that is not allowed, 409 if the name is taken */
    public Issued create(ObjectNode described) {
        ClientKeyDraft draft = read(ClientKeyDraft.blank(), described);
        checkName(draft.name, 0);
        if (store.clientKeys().count() >= MOST) {
            throw ApiException.validation("client_key.too_many", MOST);
        }
        ClientToken token = ClientToken.random();
        long id = unlessTaken(draft.name, 0, () -> store.clientKeys().insert(draft.row(token)));
        catalog.refresh();
        return new Issued(get(id), token);
    }

    /**
     * Changes one; what is not spoken of stays. A {@code version} in the description says which one was seen.
     *
     * @throws ApiException 400 for the first thing that is not allowed, 404 if there is none, 409 if the new name is taken
     * @throws io.gptload.client.store.jdbc.StaleVersionException if somebody else changed it since; nothing is stored then
     */
    public ClientKeyRow change(long id, ObjectNode described) {
        ClientKeyRow before = get(id);
        Long seen = ClientKeyInput.version(described);
        ClientKeyDraft draft = read(before, described);
        checkName(draft.name, id);
        ClientKeyRow row = draft.row(seen == null ? before.version() : seen);
        unlessTaken(draft.name, id, () -> {
            store.clientKeys().update(row);
            return id;
        });
        catalog.refresh();
        return get(id);
    }

    /** Gives one another key; the one before is nobody's from now on. @throws ApiException 404 if there is none */
    public Issued rotate(long id) {
        ClientToken token = ClientToken.random();
        if (!store.clientKeys().replaceKey(id, token.hash(), token.tail())) {
            throw ApiException.notFound("client_key.not_found");
        }
        catalog.refresh();
        return new Issued(get(id), token);
    }

    /** Removes one; what it used stays known. @throws ApiException 404 if there is none */
    public void remove(long id) {
        if (!store.clientKeys().delete(id)) {
            throw ApiException.notFound("client_key.not_found");
        }
        catalog.refresh();
    }

    private void checkName(String name, long besides) {
        if (name.isEmpty()) {
            ClientKeyInput.name(null);
        }
        store.clientKeys().find(name).filter(other -> other.id() != besides).ifPresent(other -> {
            throw ApiException.duplicate("client_key.name_taken", name);
        });
    }

    @FunctionalInterface
    private interface Write {
        long run();
    }

    /** Not every database says which rule a row broke. */
    private long unlessTaken(String name, long besides, Write write) {
        try {
            return write.run();
        } catch (DataAccessException e) {
            checkName(name, besides);
            throw e;
        }
    }
}
