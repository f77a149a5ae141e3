package io.gptload.client.store.jdbc;

/**
 * What became of an import.
 *
 * @param added keys that are new
 * @param ignored keys that were there already or came twice
 */
public record ImportResult(long added, long ignored) {}
