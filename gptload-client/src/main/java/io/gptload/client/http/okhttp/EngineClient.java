package io.gptload.client.http.okhttp;

import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.ProxyUrl;
import io.gptload.client.session.Attempt;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP clients that reach the upstreams of a group, or of an aggregate group's members; made anew when a group's settings
 * change. Thread-safe.
 */
final class EngineClient {

    private final OkHttpClient base;
    private final TargetUrls urls = new TargetUrls();
    private final UpstreamProxies proxies;
    private final CallTimeouts timeouts;
    private final Map<String, ForSettings> byGroup = new ConcurrentHashMap<>();
    private @Nullable ForSettings latest; // of whichever thread

    /** @param timeouts enforces the timeouts of attempts */
    EngineClient(OkHttpClient base, UpstreamProxies proxies, CallTimeouts timeouts) {
        this.base = base;
        this.proxies = proxies;
        this.timeouts = timeouts;
    }

    CallTimeouts timeouts() {
        return timeouts;
    }

    /** The URLs it is used for. */
    TargetUrls urls() {
        return urls;
    }

    /** The client for an attempt, which takes the right way to its upstream. */
    OkHttpClient reaching(Attempt attempt, HttpUrl url) {
        GroupSettings settings = attempt.settings();
        ForSettings clients = latest;
        if (clients == null || clients.settings != settings || !clients.group.equals(attempt.group())) {
            clients = of(attempt.group(), settings);
            latest = clients;
        }
        return clients.reaching(url);
    }

    private ForSettings of(String group, GroupSettings settings) {
        ForSettings known = byGroup.get(group);
        return known != null && known.isFor(settings)
                ? known
                : byGroup.compute(
                        group,
                        (name, before) ->
                                before != null && before.isFor(settings) ? before : new ForSettings(name, settings));
    }

    private final class ForSettings {

        private final String group;
        private final GroupSettings settings;
        private final OkHttpClient usual;
        private final Map<ProxyUrl, OkHttpClient> byProxy = new ConcurrentHashMap<>();

        private ForSettings(String group, GroupSettings settings) {
            this.group = group;
            this.settings = settings;
            String own = settings.proxyUrl();
            this.usual = build(own == null ? null : ProxyUrl.parse(own));
        }

        private boolean isFor(GroupSettings current) {
            return settings == current || settings.equals(current);
        }

        private OkHttpClient reaching(HttpUrl url) {
            if (settings.proxyUrl() != null || proxies == UpstreamProxies.NONE) {
                return usual;
            }
            ProxyUrl proxy = proxies.proxyFor(URI.create(url.scheme() + "://" + authority(url)));
            return proxy == null ? usual : byProxy.computeIfAbsent(proxy, this::build);
        }

        private OkHttpClient build(@Nullable ProxyUrl proxy) {
            OkHttpClient.Builder client = base.newBuilder()
                    .connectTimeout(settings.connectTimeout())
                    .readTimeout(Duration.ZERO)
                    .writeTimeout(Duration.ZERO)
                    .callTimeout(0, TimeUnit.MILLISECONDS)
                    .connectionPool(new ConnectionPool(
                            settings.maxIdleConns(), settings.idleConnTimeout().toMillis(), TimeUnit.MILLISECONDS))
                    .cache(null)
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .retryOnConnectionFailure(false);
            client.interceptors().clear();
            client.networkInterceptors().clear();
            client.socketFactory(new UpstreamSockets(
                    proxy == null && base.socketFactory() == SocketFactory.getDefault()
                            ? () -> new PatientSocket(timeouts)
                            : base.socketFactory()::createSocket));
            if (proxy != null) {
                UpstreamProxy.apply(proxy, base, client);
            }
            return client.build();
        }
    }

    private static String authority(HttpUrl url) {
        String host = url.host().indexOf(':') < 0 ? url.host() : "[" + url.host() + "]";
        return host + ":" + url.port();
    }
}
