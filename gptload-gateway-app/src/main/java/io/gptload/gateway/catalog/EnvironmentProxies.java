package io.gptload.gateway.catalog;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.ProxyUrl;
import io.gptload.client.http.okhttp.UpstreamProxies;
import io.gptload.gateway.config.EgressProxy;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proxies the environment asks for, read once. Thread-safe. */
final class EnvironmentProxies implements UpstreamProxies {

    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentProxies.class);

    private final EgressProxy egress;
    private final Map<URI, Optional<ProxyUrl>> known = new ConcurrentHashMap<>();

    EnvironmentProxies(EgressProxy egress) {
        this.egress = egress;
    }

    @Override
    public @Nullable ProxyUrl proxyFor(URI upstream) {
        URI proxy = egress.proxyFor(upstream).orElse(null);
        return proxy == null
                ? null
                : known.computeIfAbsent(proxy, EnvironmentProxies::parse).orElse(null);
    }

    private static Optional<ProxyUrl> parse(URI proxy) {
        try {
            return Optional.of(ProxyUrl.parse(proxy.toString()));
        } catch (ConfigurationException e) {
            LOG.warn("HTTP_PROXY or HTTPS_PROXY counts as none: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
