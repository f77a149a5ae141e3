package io.gptload.gateway.proxy;

import io.gptload.client.http.okhttp.GroupCalls;
import io.gptload.client.store.jdbc.LoggedGroup;
import io.gptload.client.wire.Channel;
import io.gptload.gateway.web.ClientKeys;

/**
 * A group as the proxy offers it.
 *
 * @param id its id in the store
 * @param name its name in paths
 * @param channel the wire format it speaks
 * @param calls sends requests through it
 * @param keys the client keys that open this group, besides those that open all
 * @param replayLimit the largest request body kept in memory, in bytes
 * @param logsBodies whether request bodies and user agents go into the request log
 */
public record ProxyGroup(
        long id,
        String name,
        Channel channel,
        GroupCalls calls,
        ClientKeys keys,
        long replayLimit,
        boolean logsBodies) {

    /** As the request log knows it. */
    LoggedGroup logged() {
        return new LoggedGroup(id, name, channel, logsBodies);
    }
}
