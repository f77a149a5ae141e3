package io.gptload.client.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One base URL of a group. The path of a request is put behind the base path, its query behind the base query.
 *
 * @param baseUrl absolute, http or https, with a host, without a fragment; trailing slashes of its path are dropped
 * @param weight share among the upstreams of the group, from 0 (never chosen) to 1,000,000
 */
public record UpstreamConfig(URI baseUrl, int weight) {

    /** The weight an upstream has when none is given. */
    public static final int DEFAULT_WEIGHT = 1;

    /** The largest weight. */
    public static final int MAX_WEIGHT = 1_000_000;

    private static final Pattern USER_INFO = Pattern.compile("//[^/?#]*@");
    // In a URL that was refused nobody knows where the password ends.
    private static final Pattern ANY_USER_INFO = Pattern.compile("^(.*?//)?.*@");
    private static final Pattern PORT = Pattern.compile("(:\\d{0,5})?");

    /**
     * @throws ConfigurationException if the URL or the weight is not as said above; a password in the URL is not shown
     */
    public UpstreamConfig {
        checkScheme(baseUrl);
        checkAuthority(baseUrl);
        if (baseUrl.getRawFragment() != null) {
            throw refused(baseUrl.toString(), Requirement.URL_WITHOUT_FRAGMENT);
        }
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new ConfigurationException("upstreams.weight", weight, Requirement.INTEGER_BETWEEN, 0, MAX_WEIGHT);
        }
        baseUrl = withoutTrailingSlashes(baseUrl);
    }

    /** Takes the URL as text; blanks around it are dropped. */
    public UpstreamConfig(String url, int weight) {
        this(parsed(url.strip()), weight);
    }

    /** An upstream of the default weight. */
    public static UpstreamConfig of(String url) {
        return new UpstreamConfig(url, DEFAULT_WEIGHT);
    }

    /** Scheme, authority and base path as they were given, without a trailing slash and without the query. */
    public String prefix() {
        String path = baseUrl.getRawPath();
        return baseUrl.getScheme() + "://" + baseUrl.getRawAuthority() + (path == null ? "" : path);
    }

    /** The base URL without user information and query, fit to be shown. */
    public String displayUrl() {
        return USER_INFO.matcher(prefix()).replaceFirst("//****@");
    }

    /** The base query as it was given, or {@code null} if there is none or it is empty. */
    public @Nullable String rawQuery() {
        String query = baseUrl.getRawQuery();
        return query == null || query.isEmpty() ? null : query;
    }

    private static URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw refused(url, Requirement.URL);
        }
    }

    private static void checkScheme(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused(url.toString(), Requirement.HTTP_URL);
        }
    }

    // Not URI.getHost(): it is null for a host such as my_service, which is common inside a container network.
    private static void checkAuthority(URI url) {
        String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        int hostEnd = hostAndPort.startsWith("[") ? hostAndPort.indexOf(']') + 1 : (hostAndPort + ":").indexOf(':');
        String port = hostAndPort.substring(hostEnd);
        if (hostEnd == 0 || !PORT.matcher(port).matches()) {
            throw refused(url.toString(), Requirement.URL_WITH_HOST);
        }
        int number = port.length() > 1 ? Integer.parseInt(port, 1, port.length(), 10) : 1;
        if (number < 1 || number > 65_535) {
            throw refused(url.toString(), Requirement.URL_PORT);
        }
    }

    private static URI withoutTrailingSlashes(URI url) {
        String path = url.getRawPath();
        if (!path.endsWith("/")) {
            return url;
        }
        String query = url.getRawQuery();
        return URI.create(url.getScheme() + "://" + url.getRawAuthority() + path.replaceAll("/+$", "")
                + (query == null ? "" : "?" + query));
    }

    private static ConfigurationException refused(String url, Requirement requirement) {
        return new ConfigurationException(
                "upstreams.url", ANY_USER_INFO.matcher(url).replaceFirst("$1****@"), requirement);
    }

    /** The URL without what may be secret, and the weight. */
    @Override
    public String toString() {
        return "UpstreamConfig[" + displayUrl() + ", weight " + weight + "]";
    }
}
