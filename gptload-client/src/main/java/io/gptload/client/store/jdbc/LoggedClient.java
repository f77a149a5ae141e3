package io.gptload.client.store.jdbc;

/**
 * Whose call a row of the request log belongs to.
 *
 * @param id of its client key
 * @param name what it was called then
 */
public record LoggedClient(long id, String name) {}
