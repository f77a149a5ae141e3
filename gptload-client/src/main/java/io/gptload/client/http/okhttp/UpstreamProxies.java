package io.gptload.client.http.okhttp;

import io.gptload.client.config.ProxyUrl;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The proxies upstreams are reached through where a group names none itself. Thread-safe; asked for every attempt. */
@FunctionalInterface
public interface UpstreamProxies {

    /** As the base client has it. */
    UpstreamProxies NONE = upstream -> null;

    /**
     * The proxy to take.
     *
     * @param upstream scheme, host and port of the upstream, without a path
     * @return {@code null} for none
     */
    @Nullable
    ProxyUrl proxyFor(URI upstream);
}
