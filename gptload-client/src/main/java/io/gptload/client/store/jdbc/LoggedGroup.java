package io.gptload.client.store.jdbc;

import io.gptload.client.wire.Channel;

/**
 * A group as the request log knows it.
 *
 * @param id its id in the store; 0 if it is not there, and then no row is written for it
 * @param channel the wire format it speaks
 * @param withBodies whether request bodies and the agents of callers are logged
 */
public record LoggedGroup(long id, String name, Channel channel, boolean withBodies) {}
