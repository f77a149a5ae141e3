package io.gptload.gateway.web;

import io.gptload.gateway.config.CorsSettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of other origins call, the proxy too. An origin that is allowed only because all are never gets to send
 * credentials: otherwise any page on the web could use what a visitor's browser knows.
 */
final class CorsFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient CorsSettings settings;
    private final String methods;
    private final String headers;

    CorsFilter(CorsSettings settings) {
        this.settings = settings;
        this.methods = String.join(", ", settings.methods());
        this.headers = String.join(", ", settings.headers());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.addHeader("Vary", "Origin");
        allow(request.getHeader("Origin"), response);
        response.setHeader("Access-Control-Allow-Methods", methods);
        response.setHeader("Access-Control-Allow-Headers", headers);
        if (request.getMethod().equals("OPTIONS")) {
            response.setStatus(204);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void allow(@Nullable String origin, HttpServletResponse response) {
        if (origin == null || origin.isEmpty()) {
            return;
        }
        boolean named = !origin.equals("*") && settings.origins().contains(origin);
        if (named || settings.origins().contains("*")) {
            response.setHeader("Access-Control-Allow-Origin", origin);
        }
        if (named && settings.credentials()) {
            response.setHeader("Access-Control-Allow-Credentials", "true");
        }
    }
}
