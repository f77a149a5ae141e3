package io.gptload.gateway.ui;

import io.gptload.gateway.web.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request that a proxy of ours took over TLS. */
public final class ForwardedRequest extends HttpServletRequestWrapper {

    private ForwardedRequest(HttpServletRequest request) {
        super(request);
    }

    /** The request, secure if it was when it reached the proxy before us. */
    static HttpServletRequest of(HttpServletRequest request) {
        return !request.isSecure() && cameOverTls(request) ? new ForwardedRequest(request) : request;
    }

    /** Whether a neighbour that can be believed says that it came over TLS. */
    public static boolean cameOverTls(HttpServletRequest request) {
        return ClientAddress.cameOverTls(request);
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public String getScheme() {
        return "https";
    }
}
