package io.gptload.spring.http;

import io.gptload.client.Group;
import io.gptload.client.http.okhttp.CallTimeouts;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/** Chooses by host between the factories of groups and another. */
final class RoutingRequestFactory implements ClientHttpRequestFactory {

    private final HostRoutes routes;
    private final ClientHttpRequestFactory others;
    private final CallTimeouts timeouts = new CallTimeouts();
    private final Map<Group, GptLoadRequestFactory> factories = new ConcurrentHashMap<>();

    RoutingRequestFactory(HostRoutes routes, ClientHttpRequestFactory others) {
        this.routes = routes;
        this.others = others;
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        Group group = routes.find(uri);
        return group == null
                ? others.createRequest(uri, method)
                : factories.computeIfAbsent(group, this::of).createRequest(uri, method);
    }

    private GptLoadRequestFactory of(Group group) {
        return new GptLoadRequestFactory(group, new OkHttpClient(), timeouts);
    }
}
