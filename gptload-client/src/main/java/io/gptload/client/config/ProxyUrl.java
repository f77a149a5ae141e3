package io.gptload.client.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The proxy between us and the upstreams.
 *
 * @param socks whether it speaks SOCKS 5 rather than HTTP
 * @param tls whether the connection to it is encrypted; never with SOCKS
 * @param host its host, an IPv6 address without brackets
 * @param port its port
 * @param user who we are to it; {@code null} when it does not ask
 * @param password our password, a secret; {@code null} when there is no user
 */
public record ProxyUrl(
        boolean socks,
        boolean tls,
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {

    /**
     * Takes {@code http://}, {@code https://} or {@code socks5://}, with optional credentials (percent-encoded) and port.
     *
     * @throws ConfigurationException if it is anything else; the URL itself is not shown, it may hold a password
     */
    public static ProxyUrl parse(String url) {
        URI uri;
        try {
            uri = URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        int defaultPort = switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            case "socks5", "socks5h" -> 1080;
            default -> throw refused();
        };
        if (uri.getHost() == null) {
            throw refused();
        }
        String[] credentials =
                uri.getRawUserInfo() == null ? null : uri.getRawUserInfo().split(":", 2);
        return new ProxyUrl(
                scheme.startsWith("socks"),
                scheme.equals("https"),
                uri.getHost().replaceAll("[\\[\\]]", ""),
                uri.getPort() < 0 ? defaultPort : uri.getPort(),
                credentials == null ? null : decoded(credentials[0]),
                credentials == null ? null : credentials.length < 2 ? "" : decoded(credentials[1]));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static ConfigurationException refused() {
        return new ConfigurationException("proxy_url", "****", Requirement.PROXY_URL);
    }

    @Override
    public String toString() {
        return "ProxyUrl[" + (socks ? "socks5" : tls ? "https" : "http") + ", " + host + ":" + port + "]";
    }
}
