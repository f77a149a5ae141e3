package io.gptload.gateway.proxy;

import org.jspecify.annotations.Nullable;

/**
 * Where a request under {@code /proxy/} is to go. Everything stays raw: nothing is decoded, so nothing can turn into a
 * slash or a dot on the way.
 *
 * @param group the group's name as it stands in the path; case-sensitive
 * @param path what follows it, starting with a slash
 */
record ProxyPath(String group, String path) {

    static final String PREFIX = "/proxy/";

    /** @return {@code null} when there is no slash behind the group, or no group */
    static @Nullable ProxyPath parse(String rawPath) {
        if (!rawPath.startsWith(PREFIX)) {
            return null;
        }
        int slash = rawPath.indexOf('/', PREFIX.length());
        return slash <= PREFIX.length()
                ? null
                : new ProxyPath(rawPath.substring(PREFIX.length(), slash), rawPath.substring(slash));
    }
}
