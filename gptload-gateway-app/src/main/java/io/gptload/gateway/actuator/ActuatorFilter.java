package io.gptload.gateway.actuator;

import io.gptload.gateway.web.ClientCredential;
import io.gptload.gateway.web.ClientKeys;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;

/**
 * Keeps everything below {@code /actuator} for the administrator but the bare health, and the metrics if they are open.
 * Whoever gives the key is a principal to the endpoints behind, which makes the health tell details.
 */
final class ActuatorFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String HEALTH = "/actuator/health";
    private static final String METRICS = "/actuator/prometheus";
    private static final Principal ADMINISTRATOR = () -> "administrator";
    private static final byte[] REFUSAL =
            "{\"code\":\"UNAUTHORIZED\",\"message\":\"The administration key is needed.\"}"
                    .getBytes(StandardCharsets.UTF_8);

    private final transient ClientKeys adminKey;
    private final boolean metricsOpen;

    ActuatorFilter(ClientKeys adminKey, boolean metricsOpen) {
        this.adminKey = adminKey;
        this.metricsOpen = metricsOpen;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (adminKey.contains(ClientCredential.of(request).key())) {
            chain.doFilter(new OfAdministrator(request), response);
        } else if (isOpen(request.getServletPath())) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            response.setContentType("application/json;charset=utf-8");
            response.setContentLength(REFUSAL.length);
            response.getOutputStream().write(REFUSAL);
        }
    }

    private boolean isOpen(String path) {
        return path.equals(HEALTH) || path.startsWith(HEALTH + "/") || metricsOpen && path.equals(METRICS);
    }

    private static final class OfAdministrator extends HttpServletRequestWrapper {

        OfAdministrator(HttpServletRequest request) {
            super(request);
        }

        @Override
        public Principal getUserPrincipal() {
            return ADMINISTRATOR;
        }
    }
}
