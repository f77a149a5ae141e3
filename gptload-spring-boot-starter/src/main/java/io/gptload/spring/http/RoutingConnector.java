package io.gptload.spring.http;

import io.gptload.client.Group;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import reactor.core.publisher.Mono;

/** Chooses by host between the connectors of groups and another. */
final class RoutingConnector implements ClientHttpConnector {

    private final HostRoutes routes;
    private final ClientHttpConnector others;
    private final Map<Group, ClientHttpConnector> connectors = new ConcurrentHashMap<>();

    RoutingConnector(HostRoutes routes, ClientHttpConnector others) {
        this.routes = routes;
        this.others = others;
    }

    @Override
    public Mono<ClientHttpResponse> connect(
            HttpMethod method, URI uri, Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
        Group group = routes.find(uri);
        ClientHttpConnector connector =
                group == null ? others : connectors.computeIfAbsent(group, GptLoadConnectors::of);
        return connector.connect(method, uri, requestCallback);
    }
}
