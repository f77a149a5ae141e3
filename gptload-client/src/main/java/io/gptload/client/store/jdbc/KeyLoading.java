package io.gptload.client.store.jdbc;

import io.gptload.client.state.KeyState;
import java.util.List;
import java.util.Map;

/** Reads the keys of groups and what is known of them, unless somebody has them already. */
final class KeyLoading {

    private final JdbcStore store;
    private final Map<Long, Long> versions;
    private final KnownKeys known;

    /** @param versions of the keys, by group id, from before anything else was read */
    KeyLoading(JdbcStore store, Map<Long, Long> versions, KnownKeys known) {
        this.store = store;
        this.versions = versions;
        this.known = known;
    }

    record Result(LoadedKeys keys, List<KeyState> states) {}

    Result load(GroupRow group) {
        long version = versions.getOrDefault(group.id(), 0L);
        LoadedKeys before = known.find(group, version);
        if (before != null) {
            return new Result(before, List.of());
        }
        LoadedKeys older = known.before(group);
        return older != null && older.problems().isEmpty() && nothingIsGone(older)
                ? new KeyReading(store, group).readMore(older, version)
                : new KeyReading(store, group).read(version);
    }

    /** As ids only grow and no row changes its key, what was read then is all there, and what came since is behind it. */
    private boolean nothingIsGone(LoadedKeys older) {
        return store.keys().countUpTo(older.groupId(), older.lastId()) == older.rows();
    }
}
