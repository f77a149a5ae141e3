package io.gptload.gateway.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The door to everything that is not the proxy: names the request, protects the answer, and turns odd paths away. */
final class OwnRequestFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient Routes routes;

    OwnRequestFilter(Routes routes) {
        this.routes = routes;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long start = System.nanoTime();
        RequestIds.assign(request, response);
        SecurityHeaders.put(response);
        if (ClientAddress.cameOverTls(request)) {
            SecurityHeaders.stayOnTls(response);
        }
        try {
            answer(request, response, chain);
        } finally {
            AccessLog.write(request, response, start);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getRequestURI();
        if (!PlainPath.is(path) || request.getMethod().equals("OPTIONS")) {
            NotFound.send(response);
        } else if (path.length() > 1 && path.endsWith("/") && routes.has(withoutSlash(path))) {
            redirect(request, response);
        } else {
            chain.doFilter(path.startsWith("/api/") ? AnyTypeIsJson.of(request) : request, response);
        }
    }

    private static String withoutSlash(String path) {
        return path.substring(0, path.length() - 1);
    }

    private static void redirect(HttpServletRequest request, HttpServletResponse response) {
        String query = request.getQueryString();
        response.setHeader("Location", withoutSlash(request.getRequestURI()) + (query == null ? "" : "?" + query));
        response.setStatus(request.getMethod().equals("GET") ? 301 : 307);
    }
}
