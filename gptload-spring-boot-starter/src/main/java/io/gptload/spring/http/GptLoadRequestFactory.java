package io.gptload.spring.http;

import io.gptload.client.Group;
import io.gptload.client.http.okhttp.CallTimeouts;
import io.gptload.client.http.okhttp.GroupCalls;
import io.gptload.client.http.okhttp.UpstreamProxies;
import java.net.URI;
import okhttp3.OkHttpClient;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Makes a {@code RestClient} or {@code RestTemplate} send every request through a group. Scheme, host and port of a request
 * do not matter; its path, query, headers and body do. Failures come back as responses in the provider's own error shape.
 * Thread-safe.
 *
 * <pre>{@code
 * RestClient.builder().requestFactory(GptLoadRequestFactory.of(gptLoad.group("openai"))).build();
 * }</pre>
 */
public final class GptLoadRequestFactory implements ClientHttpRequestFactory {

    private final Group group;
    private final GroupCalls calls;

    /** @param timeouts enforces the group's timeouts */
    GptLoadRequestFactory(Group group, OkHttpClient base, CallTimeouts timeouts) {
        this.group = group;
        this.calls = GroupCalls.of(group, base, UpstreamProxies.NONE, timeouts);
    }

    /** A factory for that group. */
    public static GptLoadRequestFactory of(Group group) {
        return new GptLoadRequestFactory(group, new OkHttpClient(), new CallTimeouts());
    }

    /** A factory that sends requests for hosts with a route through their group, and all others as the given one does. */
    public static ClientHttpRequestFactory routing(HostRoutes routes, ClientHttpRequestFactory others) {
        return new RoutingRequestFactory(routes, others);
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
        return new GroupHttpRequest(group, calls, uri, method);
    }
}
