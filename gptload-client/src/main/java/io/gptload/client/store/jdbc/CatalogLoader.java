package io.gptload.client.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads all groups into definitions the engine takes. What is stored badly is reported and left out; a group that cannot
 * work without it is left out as a whole, and the others are not disturbed. Thread-safe.
 */
public final class CatalogLoader {

    private final JdbcStore store;

    /** Reads from that store. */
    public CatalogLoader(JdbcStore store) {
        this.store = store;
    }

    /** Reads everything. @throws org.springframework.dao.DataAccessException if the database does not answer */
    public LoadedCatalog load() {
        return load(KnownKeys.NONE);
    }

    /**
     * Reads everything but keys that are known.
     *
     * @throws org.springframework.dao.DataAccessException if the database does not answer
     */
    public LoadedCatalog load(KnownKeys known) {
        long version = store.changes().current(ChangeCounters.Kind.GROUPS);
        Map<Long, Long> keyVersions = store.changes().keyVersions();
        List<StoreProblem> problems = new ArrayList<>();
        SettingValues settings = store.settings().load(problems::add);
        List<LoadedGroup> groups = new ArrayList<>();
        List<GroupRow> aggregates = new ArrayList<>();
        Map<Long, Map<String, String>> ours = store.groupSettings().all();
        KeyLoading keys = new KeyLoading(store, keyVersions, known);
        for (GroupRow row : store.groups().list()) {
            if (row.isAggregate()) {
                aggregates.add(row);
                continue;
            }
            try {
                groups.add(new GroupLoading(row, keys, problems).load(settings, ours.getOrDefault(row.id(), Map.of())));
            } catch (IllegalArgumentException e) {
                problems.add(new StoreProblem(row.name(), "group", String.valueOf(e.getMessage())));
            }
        }
        return new LoadedCatalog(
                settings,
                groups,
                aggregates,
                store.subGroups().list().stream().collect(Collectors.groupingBy(SubGroupRow::groupId)),
                problems,
                version);
    }
}
