package io.gptload.gateway.web;

import io.gptload.gateway.config.TrustedProxies;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.regex.Pattern;

/**
 * Where a request came from. {@code X-Forwarded-For} is believed as far as proxies of ours vouch for it: anybody on the
 * internet can write one.
 */
public final class ClientAddress {

    private static final String TRUSTED = TrustedProxies.class.getName();
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

    private ClientAddress() {}

    /** Says once, for all requests, whom to believe. Until then that is nobody. */
    static void believe(ServletContext context, TrustedProxies proxies) {
        context.setAttribute(TRUSTED, proxies);
    }

    /** The address of the client, or of the last proxy that cannot be believed. */
    public static String of(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        return request.getHeader("X-Forwarded-For") == null ? peer : vouchedFor(peer, request);
    }

    /** Whether the request comes from a proxy of ours, so that what it says of the request before it can be believed. */
    public static boolean isBehindProxy(HttpServletRequest request) {
        return trusted(request).trusts(request.getRemoteAddr());
    }

    /** Whether the client came over TLS, to us or to a proxy of ours. */
    public static boolean cameOverTls(HttpServletRequest request) {
        return request.isSecure()
                || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")) && isBehindProxy(request);
    }

    private static TrustedProxies trusted(HttpServletRequest request) {
        return request.getServletContext().getAttribute(TRUSTED) instanceof TrustedProxies proxies
                ? proxies
                : TrustedProxies.NONE;
    }

    /** From the nearest to the farthest, up to the first that is none of ours; a proxy may add a line of its own. */
    private static String vouchedFor(String peer, HttpServletRequest request) {
        TrustedProxies trusted = trusted(request);
        String[] hops = String.join(",", Collections.list(request.getHeaders("X-Forwarded-For")))
                .split(",");
        String believed = peer;
        for (int i = hops.length - 1; i >= 0 && trusted.trusts(believed); i--) {
            String hop = hops[i].strip();
            if (!ADDRESS.matcher(hop).matches()) {
                return believed;
            }
            believed = hop;
        }
        return believed;
    }
}
