package io.gptload.gateway.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/**
 * Where a request came from. {@code X-Forwarded-For} is believed as far as addresses of private networks vouch for it: anybody
 * on the internet can write one.
 */
public final class ClientAddress {

    private static final Pattern PRIVATE = Pattern.compile("10\\..*|127\\..*|192\\.168\\..*|169\\.254\\..*"
            + "|172\\.(1[6-9]|2\\d|3[01])\\..*|::1|0:0:0:0:0:0:0:1|(?i:f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

    private ClientAddress() {}

    /** The address of the client, or of the last proxy that cannot be believed. */
    public static String of(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        String forwarded = request.getHeader("X-Forwarded-For");
        return forwarded == null || !isPrivate(peer) ? peer : vouchedFor(peer, forwarded.split(","));
    }

    /** Whether the request comes from a private network, so that what it says of the request before it can be believed. */
    public static boolean isBehindProxy(HttpServletRequest request) {
        return isPrivate(request.getRemoteAddr());
    }

    /** From the nearest to the farthest, up to the first that is not private. */
    private static String vouchedFor(String peer, String[] hops) {
        String believed = peer;
        for (int i = hops.length - 1; i >= 0 && isPrivate(believed); i--) {
            String hop = hops[i].strip();
            if (!ADDRESS.matcher(hop).matches()) {
                return believed;
            }
            believed = hop;
        }
        return believed;
    }

    private static boolean isPrivate(String address) {
        return PRIVATE.matcher(address).matches();
    }
}
