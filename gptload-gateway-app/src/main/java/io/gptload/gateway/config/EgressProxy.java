package io.gptload.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxy the environment asks upstream calls to take: {@code HTTP_PROXY}, {@code HTTPS_PROXY}, {@code NO_PROXY}. Calls to the
 * machine itself never take one. Immutable and thread-safe.
 */
public final class EgressProxy {

    private final @Nullable URI http;
    private final @Nullable URI https;
    private final NoProxy exceptions;

    /**
     * Creates one; an address that cannot be read counts as none.
     *
     * @param http for {@code http} URLs, empty for none; a URL with scheme http, https or socks5, or {@code host:port}
     * @param https the same for {@code https} URLs
     * @param exceptions the comma-separated hosts to reach directly
     */
    public EgressProxy(String http, String https, String exceptions) {
        this.http = parse(http);
        this.https = parse(https);
        this.exceptions = new NoProxy(exceptions);
    }

    /** Whether there is none for any target. */
    public boolean isNone() {
        return http == null && https == null;
    }

    /** The proxy for {@code target}, user info included if there is any. */
    public Optional<URI> proxyFor(URI target) {
        String scheme = target.getScheme() == null ? "" : target.getScheme().toLowerCase(Locale.ROOT);
        URI proxy = scheme.equals("https") ? https : scheme.equals("http") ? http : null;
        String host = target.getHost();
        if (proxy == null || host == null) {
            return Optional.empty();
        }
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = target.getPort() >= 0 ? target.getPort() : scheme.equals("https") ? 443 : 80;
        return exceptions.covers(name, port) ? Optional.empty() : Optional.of(proxy);
    }

    private static @Nullable URI parse(String proxy) {
        if (proxy.isEmpty()) {
            return null;
        }
        String lower = proxy.toLowerCase(Locale.ROOT);
        boolean known = lower.startsWith("http://") || lower.startsWith("https://") || lower.startsWith("socks5://");
        try {
            return new URI(known ? proxy : "http://" + proxy);
        } catch (URISyntaxException unreadable) {
            return null;
        }
    }

    /** Without credentials. */
    @Override
    public String toString() {
        return isNone() ? "none" : "http " + shown(http) + ", https " + shown(https);
    }

    private static String shown(@Nullable URI proxy) {
        if (proxy == null) {
            return "none";
        }
        return proxy.getScheme() + "://" + (proxy.getHost() == null ? "?" : proxy.getHost() + ":" + proxy.getPort());
    }
}
