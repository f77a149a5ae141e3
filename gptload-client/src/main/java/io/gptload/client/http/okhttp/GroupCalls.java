package io.gptload.client.http.okhttp;

import io.gptload.client.Group;
import io.gptload.client.StandardGroup;
import io.gptload.client.event.KeyRef;
import io.gptload.client.session.CallRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * Sends requests through a group for those who have the request in parts already, such as a server that relays them: no
 * client, chain or dispatcher of OkHttp's stands before the group. Thread-safe.
 */
public final class GroupCalls {

    private final Group group;
    private final EngineClient client;

    private GroupCalls(Group group, OkHttpClient base, UpstreamProxies proxies, CallTimeouts timeouts) {
        this.group = group;
        this.client = new EngineClient(base, proxies, timeouts);
    }

    /**
     * Calls through that group.
     *
     * @param base what the client that reaches the upstreams is derived from (TLS, DNS, proxy); its timeouts, connection
     *     pool and interceptors are not used
     */
    public static GroupCalls of(Group group, OkHttpClient base) {
        return of(group, base, UpstreamProxies.NONE);
    }

    /**
     * Calls through that group, by way of proxies.
     *
     * @param base what the client that reaches the upstreams is derived from (TLS, DNS); its timeouts, connection pool
     *     and interceptors are not used
     * @param proxies where the group's settings name none
     */
    public static GroupCalls of(Group group, OkHttpClient base, UpstreamProxies proxies) {
        return new GroupCalls(group, base, proxies, new CallTimeouts());
    }

    /**
     * Calls through that group, by way of proxies.
     *
     * @param base what the client that reaches the upstreams is derived from (TLS, DNS); its timeouts, connection pool
     *     and interceptors are not used
     * @param proxies where the group's settings name none
     * @param timeouts enforces the group's timeouts; one may do so for all groups
     */
    public static GroupCalls of(Group group, OkHttpClient base, UpstreamProxies proxies, CallTimeouts timeouts) {
        return new GroupCalls(group, base, proxies, timeouts);
    }

    /**
     * A call, not yet run.
     *
     * @param asked what is asked for
     * @param request the same for OkHttp: its method, headers and body are sent, as the engine edits them; its URL is not
     *     looked at
     */
    public GroupCall newCall(CallRequest asked, Request request) {
        return new GroupCall(client, group.newSession(asked), request, null);
    }

    /**
     * A call with that key alone, made to find out about it; see {@link StandardGroup#probe}. Not yet run.
     *
     * @param asked what is asked for
     * @param request as in {@link #newCall}
     * @throws IllegalArgumentException if the key is not one of the group's, or the group is an aggregate
     */
    public GroupCall probe(KeyRef key, CallRequest asked, Request request) {
        if (!(group instanceof StandardGroup standard)) {
            throw new IllegalArgumentException("Group '" + group.name() + "' has no keys of its own");
        }
        return new GroupCall(client, standard.probe(key, asked), request, null);
    }
}
