package io.gptload.client.store.jdbc;

import java.util.List;
import java.util.Map;

/**
 * All groups at one time.
 *
 * @param settings the system settings in force
 * @param groups standard groups that can work, in list order
 * @param aggregates aggregate groups
 * @param members the members of each aggregate, by its id
 * @param problems what cannot be used, and why
 * @param version the number of {@link ChangeCounters.Kind#GROUPS} before anything was read
 */
public record LoadedCatalog(
        SettingValues settings,
        List<LoadedGroup> groups,
        List<GroupRow> aggregates,
        Map<Long, List<SubGroupRow>> members,
        List<StoreProblem> problems,
        long version) {

    /** Copies the collections. */
    public LoadedCatalog {
        groups = List.copyOf(groups);
        aggregates = List.copyOf(aggregates);
        members = Map.copyOf(members);
        problems = List.copyOf(problems);
    }
}
