package io.gptload.gateway.admin.key;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.config.KeyOptions;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.ImportResult;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCounts;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.client.store.jdbc.KeyStatus;
import io.gptload.gateway.admin.audit.AuditTrail;
import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.web.ApiException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Changes the keys of a group in the database and in the engine: when a method returns, the very next call through the group
 * sees the change. Thread-safe.
 */
@Component
public class GroupKeys {

    private static final int CHUNK = 1000;
    private static final int LONGEST_NOTES = 255;
    private static final int FEW = 3;

    private final JdbcStore store;
    private final GptLoad engine;
    private final Catalog catalog;
    private final KeyStateWriter states;
    private final AuditTrail audit;

    GroupKeys(JdbcStore store, GptLoad engine, Catalog catalog, KeyStateWriter states, AuditTrail audit) {
        this.audit = audit;
        this.store = store;
        this.engine = engine;
        this.catalog = catalog;
        this.states = states;
    }

    /**
     * Adds those keys that the group does not have.
     *
     * @param progress told from time to time how many were looked at; what it throws ends the import, and what was added
     *     stays
     */
    public ImportResult add(GroupRow group, Iterator<String> secrets, LongConsumer progress) {
        return add(group, secrets, Map.of(), progress);
    }

    /**
     * As {@link #add(GroupRow, Iterator, LongConsumer)}, and the keys are used from the start as they say.
     *
     * @param options by the keys themselves; what is not among them is used like any other
     */
    ImportResult add(GroupRow group, Iterator<String> secrets, Map<String, KeyOptions> options, LongConsumer progress) {
        ImportResult result = catalog.whileChanging(group.id(), () -> {
            try {
                return store.keys().importAll(group.id(), secrets, progress);
            } finally {
                set(group, options);
            }
        });
        audit.note("keys.add", group.name(), result.added() + " keys", "");
        return result;
    }

    private void set(GroupRow group, Map<String, KeyOptions> options) {
        if (!options.isEmpty()) {
            Map<Long, KeyOptions> byId = new HashMap<>();
            store.keys().forEach(KeyFilter.ofGroup(group.id()), row -> {
                String secret = row.reveal(store.options().cipher());
                KeyOptions wanted = secret == null ? null : options.get(secret);
                if (wanted != null) {
                    byId.put(row.id(), wanted);
                }
            });
            store.keyOptions().set(group.id(), byId);
        }
    }

    /** Removes those keys that the group has. @param progress as for {@link #add} @return how many were removed */
    public long delete(GroupRow group, Iterator<String> secrets, LongConsumer progress) {
        long deleted = catalog.whileChanging(group.id(), () -> deleteAll(group, secrets, progress));
        audit.note("keys.delete", group.name(), deleted + " keys", "");
        return deleted;
    }

    /**
     * Changes how keys are used.
     *
     * @param ids of the keys; those that are not the group's are passed over
     * @param described the change in words
     * @return how many of the keys are the group's
     */
    public int use(GroupRow group, Collection<Long> ids, UnaryOperator<KeyOptions> change, String described) {
        int changed = catalog.whileChanging(group.id(), () -> store.keyOptions().change(group.id(), ids, change));
        if (changed > 0) {
            audit.note("keys.options", group.name(), named(group, ids), described);
        }
        return changed;
    }

    private String named(GroupRow group, Collection<Long> ids) {
        if (ids.size() > FEW) {
            return ids.size() + " keys";
        }
        List<String> secrets = new ArrayList<>();
        store.keys().forEach(group.id(), ids, row -> {
            String secret = row.reveal(store.options().cipher());
            secrets.add(secret == null ? "" : secret);
        });
        return AuditTrail.keys(secrets);
    }

    private long deleteAll(GroupRow group, Iterator<String> secrets, LongConsumer progress) {
        long deleted = 0;
        long seen = 0;
        while (secrets.hasNext()) {
            List<String> chunk = new ArrayList<>();
            while (chunk.size() < CHUNK && secrets.hasNext()) {
                chunk.add(secrets.next());
            }
            deleted += store.keys().delete(group.id(), chunk, done -> {});
            seen += chunk.size();
            progress.accept(seen);
        }
        return deleted;
    }

    /** Removes all keys of that status; {@code null} for all. @param progress as for {@link #add} @return how many */
    public long clear(GroupRow group, @Nullable KeyStatus status, LongConsumer progress) {
        states.flush();
        long cleared = catalog.whileChanging(group.id(), () -> store.keys().clear(group.id(), status, progress));
        audit.note("keys.clear", group.name(), cleared + " keys", status == null ? "all" : status.id());
        return cleared;
    }

    /** Makes the invalid ones among these keys active. @return how many were invalid */
    public long restore(GroupRow group, Collection<String> secrets) {
        states.flush();
        long restored = store.keys().restore(group.id(), secrets);
        Set<String> wanted =
                secrets.stream().map(secret -> KeyRef.of(secret).hash()).collect(Collectors.toSet());
        restoreInEngine(group, key -> wanted.contains(key.hash()));
        audit.note("keys.restore", group.name(), AuditTrail.keys(secrets), restored + " were invalid");
        return restored;
    }

    /**
     * Makes all invalid keys active.
     *
     * @param progress as for {@link #add}; the engine follows at the end
     * @return how many there were
     */
    public long restoreAll(GroupRow group, LongConsumer progress) {
        states.flush();
        long restored = store.keys().restoreAll(group.id(), progress);
        restoreInEngine(group, key -> true);
        audit.note("keys.restore", group.name(), restored + " keys", "all invalid");
        return restored;
    }

    /** How many keys the group has, by status. */
    public KeyCounts counts(GroupRow group) {
        states.flush();
        return store.keys().counts(group.id());
    }

    /**
     * Writes a note beside a key.
     *
     * @throws ApiException 400 if it is longer than {@value #LONGEST_NOTES} characters, 404 if there is no such key
     */
    public void setNotes(long id, String text) {
        String notes = text.strip();
        int length = notes.codePointCount(0, notes.length());
        if (length > LONGEST_NOTES) {
            throw ApiException.validation("validation.too_long", "notes", LONGEST_NOTES);
        }
        if (!store.keys().setNotes(id, notes)) {
            throw ApiException.notFound("key.not_found");
        }
        audit.note("key.notes", "", "#" + id, "");
    }

    /** How many keys the group has. */
    public long total(GroupRow group) {
        return store.keys().counts(group.id()).total();
    }

    private void restoreInEngine(GroupRow group, Predicate<KeyRef> which) {
        if (engine.findGroup(group.name()) instanceof StandardGroup standard) {
            standard.explain(null).keys(Explanation.State.INVALID).stream()
                    .map(Explanation.Key::key)
                    .filter(which)
                    .forEach(standard::restore);
        }
    }
}
