package io.gptload.client.store.jdbc;

import org.jspecify.annotations.Nullable;

/** Spares {@link CatalogLoader} the reading of keys that were read before. */
@FunctionalInterface
public interface KnownKeys {

    /** Nothing is known. */
    KnownKeys NONE = (group, version) -> null;

    /**
     * The keys to take instead of reading them; what is known of their state is not read then either.
     *
     * @param version the group's number in {@link ChangeCounters#keyVersions} now
     * @return {@code null} to read them
     */
    @Nullable
    LoadedKeys find(GroupRow group, long version);

    /** The keys as they were read before: if keys were only added since, those alone are read. {@code null} for none. */
    default @Nullable LoadedKeys before(GroupRow group) {
        return null;
    }
}
