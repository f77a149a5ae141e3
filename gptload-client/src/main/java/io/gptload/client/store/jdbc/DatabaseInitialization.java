package io.gptload.client.store.jdbc;

/** When a store makes its tables, or brings them up to date. */
public enum DatabaseInitialization {
    /** Whenever it is opened. */
    ALWAYS,
    /** Only in a file of its own, that is with SQLite. */
    EMBEDDED,
    /** Not at all: the tables must be there, else the store cannot be opened. */
    NEVER
}
