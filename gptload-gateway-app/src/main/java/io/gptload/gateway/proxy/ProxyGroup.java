package io.gptload.gateway.proxy;

import io.gptload.client.http.okhttp.GroupCalls;
import io.gptload.gateway.web.ClientKeys;

/**
 * A group as the proxy offers it.
 *
 * @param calls sends requests through it
 * @param keys the client keys that open this group, besides those that open all
 * @param replayLimit the largest request body kept in memory, in bytes
 */
public record ProxyGroup(GroupCalls calls, ClientKeys keys, long replayLimit) {}
