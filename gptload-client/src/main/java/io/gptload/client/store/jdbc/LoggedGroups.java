package io.gptload.client.store.jdbc;

import org.jspecify.annotations.Nullable;

/** The groups of the store by name. Answers from memory; thread-safe. */
@FunctionalInterface
public interface LoggedGroups {

    /** The group of exactly that name, or {@code null}. */
    @Nullable
    LoggedGroup find(String name);
}
