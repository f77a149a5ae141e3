package io.gptload.spring.http;

import io.gptload.client.Group;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Makes a {@code WebClient} send requests through groups, without blocking. Scheme, host and port of a request do not
 * matter; its path, query, headers and body do. Failures come back as responses in the provider's own error shape.
 *
 * <pre>{@code
 * WebClient.builder().clientConnector(GptLoadConnectors.of(gptLoad.group("openai"))).build();
 * }</pre>
 */
public final class GptLoadConnectors {

    private GptLoadConnectors() {}

    /**
     * A connector for that group.
     *
     * @throws IllegalArgumentException if the group reaches its upstreams through a proxy of its own that this connector
     *     cannot use, which is one with SOCKS, TLS or a password
     */
    public static ClientHttpConnector of(Group group) {
        return new GroupConnector(group);
    }

    /** A connector that sends requests for hosts with a route through their group, and all others as the given one does. */
    public static ClientHttpConnector routing(HostRoutes routes, ClientHttpConnector others) {
        return new RoutingConnector(routes, others);
    }
}
