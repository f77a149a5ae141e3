package io.gptload.spring.http;

import io.gptload.client.Group;
import io.gptload.client.http.okhttp.CallTimeouts;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Sends what an OkHttp client asks of a host that has a route through its group, and lets everything else pass.
 * Thread-safe; one instance serves any number of clients.
 */
public final class RoutingInterceptor implements Interceptor {

    private final HostRoutes routes;
    private final CallTimeouts timeouts = new CallTimeouts();
    private final Map<Group, GptLoadInterceptor> interceptors = new ConcurrentHashMap<>();

    /** @param routes which group the requests for a host go through */
    public RoutingInterceptor(HostRoutes routes) {
        this.routes = routes;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        HttpUrl url = chain.request().url();
        Group group = routes.find(url.scheme(), url.host(), url.port());
        return group == null
                ? chain.proceed(chain.request())
                : interceptors.computeIfAbsent(group, this::of).intercept(chain);
    }

    private GptLoadInterceptor of(Group group) {
        return GptLoadInterceptor.of(group, new OkHttpClient(), timeouts);
    }
}
