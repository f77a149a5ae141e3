package io.gptload.client.http.okhttp;

import io.gptload.client.Group;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.ProxyUrl;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** The HTTP client that reaches a group's upstreams; made anew when the group's settings change. Thread-safe. */
final class EngineClient {

    private final Group group;
    private final OkHttpClient base;
    private final TargetUrls urls = new TargetUrls();
    private volatile Built built;

    EngineClient(Group group, OkHttpClient base) {
        this.group = group;
        this.base = base;
        this.built = build(group.settings());
    }

    /** The URLs it is used for. */
    TargetUrls urls() {
        return urls;
    }

    OkHttpClient get() {
        GroupSettings settings = group.settings();
        Built current = built;
        if (!current.settings.equals(settings)) {
            current = build(settings);
            built = current;
        }
        return current.client;
    }

    private Built build(GroupSettings settings) {
        OkHttpClient.Builder client = base.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .readTimeout(settings.responseHeaderTimeout())
                .writeTimeout(settings.responseHeaderTimeout())
                .callTimeout(0, TimeUnit.MILLISECONDS)
                .connectionPool(new ConnectionPool(
                        settings.maxIdleConns(), settings.idleConnTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .cache(null)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false);
        client.interceptors().clear();
        client.networkInterceptors().clear();
        if (settings.proxyUrl() != null) {
            UpstreamProxy.apply(ProxyUrl.parse(settings.proxyUrl()), client);
        }
        return new Built(settings, client.build());
    }

    private record Built(GroupSettings settings, OkHttpClient client) {}
}
