package io.gptload.client.store.shared;

import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.store.jdbc.CatalogLoader;
import io.gptload.client.store.jdbc.ChangeCounters;
import io.gptload.client.store.jdbc.ChangeCounters.Kind;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KnownKeys;
import io.gptload.client.store.jdbc.LoadedCatalog;
import io.gptload.client.store.jdbc.LoadedGroup;
import io.gptload.client.store.jdbc.LoadedKeys;
import io.gptload.client.store.jdbc.StoreProblem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads groups, keys and settings again when they changed, and of the keys only those of the groups they changed in. Thread-safe. */
final class CatalogSync {

    private static final Logger LOG = LoggerFactory.getLogger(SharedPool.class);

    private final CatalogLoader loader;
    private final ChangeCounters changes;
    private final GptLoad engine;
    private final EngineCatalog definitions;
    private final Runnable pending;
    private final Consumer<LoadedCatalog> loaded;
    private final KeyHolds holds;
    private ReadState read = ReadState.NOTHING;
    private boolean behind;
    private Set<StoreProblem> told = Set.of();
    private volatile Map<Long, String> names = Map.of();

    /**
     * @param pending writes down what the engine has learned of keys, for the database is taken at its word
     * @param loaded told of what is in force, before a method that loads returns
     */
    CatalogSync(
            JdbcStore store,
            GptLoad engine,
            GroupHashes hashes,
            KeyHolds holds,
            Runnable pending,
            Consumer<LoadedCatalog> loaded) {
        this.loader = new CatalogLoader(store);
        this.changes = store.changes();
        this.engine = engine;
        this.definitions = new EngineCatalog(engine, hashes);
        this.holds = holds;
        this.pending = pending;
        this.loaded = loaded;
    }

    /** Loads everything. */
    synchronized void reload() {
        load(changes.current(), KnownKeys.NONE);
    }

    /**
     * Loads what changed.
     *
     * @param now the change counters
     * @param urgent the id of a group whose keys do not wait for the end of a change; 0 for none
     */
    synchronized void refresh(Map<Kind, Long> now, long urgent) {
        if (!isCurrent(now, urgent)) {
            load(now, new KnownKeys() {
                @Override
                public @Nullable LoadedKeys find(GroupRow row, long version) {
                    return known(row, version, urgent);
                }

                @Override
                public @Nullable LoadedKeys before(GroupRow row) {
                    return readBefore(row);
                }
            });
        }
    }

    private boolean isCurrent(Map<Kind, Long> now, long urgent) {
        if (!read.isSame(Kind.GROUPS, now) || !read.isSame(Kind.SETTINGS, now)) {
            return false;
        }
        if (read.isSame(Kind.KEYS, now) && !behind) {
            return true;
        }
        Map<Long, Long> versions = changes.keyVersions();
        return read.keys().values().stream()
                .allMatch(keys ->
                        keys.version() == versions.getOrDefault(keys.groupId(), 0L) || mayWait(keys.groupId(), urgent));
    }

    private boolean mayWait(long groupId, long urgent) {
        return groupId != urgent && holds.defer(groupId);
    }

    /** A group the engine does not have gets its keys read, and with them what is known of their state. */
    private @Nullable LoadedKeys known(GroupRow row, long version, long urgent) {
        LoadedKeys keys = readBefore(row);
        return keys != null && (keys.version() == version || mayWait(row.id(), urgent)) ? keys : null;
    }

    private @Nullable LoadedKeys readBefore(GroupRow row) {
        LoadedKeys keys = read.keys().get(row.name());
        boolean there =
                keys != null && keys.groupId() == row.id() && engine.findGroup(row.name()) instanceof StandardGroup;
        return there ? keys : null;
    }

    /** The name of the group of that id, as far as it was read. */
    @Nullable
    String groupName(long id) {
        return names.get(id);
    }

    /** The names of the groups with keys, by their ids. */
    Map<Long, String> groupNames() {
        return names;
    }

    private void load(Map<Kind, Long> numbers, KnownKeys known) {
        pending.run();
        long begun = System.nanoTime();
        Set<Long> waiting = new HashSet<>();
        LoadedCatalog catalog = definitions.apply(
                loader.load(new KnownKeys() {
                    @Override
                    public @Nullable LoadedKeys find(GroupRow row, long version) {
                        LoadedKeys keys = known.find(row, version);
                        if (keys == null) {
                            holds.read(row.id());
                        } else if (keys.version() != version) {
                            waiting.add(row.id());
                        }
                        return keys;
                    }

                    @Override
                    public @Nullable LoadedKeys before(GroupRow row) {
                        return known.before(row);
                    }
                }),
                begun);
        catalog.problems().stream()
                .filter(problem -> !told.contains(problem))
                .forEach(problem -> LOG.warn(
                        "Left out of the catalogue: {}, {}: {}", problem.where(), problem.what(), problem.message()));
        told = Set.copyOf(catalog.problems());
        Map<String, LoadedKeys> keys = new HashMap<>();
        Map<Long, String> named = new HashMap<>();
        for (LoadedGroup group : catalog.groups()) {
            keys.put(group.row().name(), group.keys());
            named.put(group.row().id(), group.row().name());
        }
        names = Map.copyOf(named);
        loaded.accept(catalog);
        read = new ReadState(Map.copyOf(numbers), Map.copyOf(keys));
        behind = !waiting.isEmpty();
    }
}
