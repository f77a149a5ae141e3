package io.gptload.client.http.okhttp;

import io.gptload.client.config.ConfigurationException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The proxy between us and the upstreams. */
record UpstreamProxy(Proxy proxy, @Nullable String credentials) {

    /** @throws ConfigurationException if the URL is not that of an HTTP or SOCKS5 proxy; its credentials are not shown */
    static UpstreamProxy of(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw invalid();
        }
        boolean socks = uri.getScheme().toLowerCase(Locale.ROOT).startsWith("socks5");
        if (!socks && !uri.getScheme().toLowerCase(Locale.ROOT).startsWith("http")) {
            throw invalid();
        }
        int port = uri.getPort() >= 0
                ? uri.getPort()
                : socks ? 1080 : uri.getScheme().equals("https") ? 443 : 80;
        Proxy proxy = new Proxy(
                socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
        return new UpstreamProxy(proxy, credentials(uri.getRawUserInfo()));
    }

    private static @Nullable String credentials(@Nullable String userInfo) {
        if (userInfo == null) {
            return null;
        }
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return Credentials.basic(decoded(user), decoded(password));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static ConfigurationException invalid() {
        return new ConfigurationException(
                "proxy_url", "(not shown)", "http://, https:// or socks5://[user:password@]host[:port]");
    }

    void applyTo(OkHttpClient.Builder client) {
        client.proxy(proxy);
        String basic = credentials;
        if (basic != null) {
            client.proxyAuthenticator((route, response) -> response.request().header("Proxy-Authorization") != null
                    ? null
                    : response.request()
                            .newBuilder()
                            .header("Proxy-Authorization", basic)
                            .build());
        }
    }

    @Override
    public String toString() {
        return "UpstreamProxy[" + proxy + "]";
    }
}
