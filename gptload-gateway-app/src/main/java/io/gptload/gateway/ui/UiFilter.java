package io.gptload.gateway.ui;

import io.gptload.gateway.web.RequestLanguage;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Leads requests for pages through the checks of who is there, and all others past them. */
final class UiFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient Supplier<Filter> security;

    /** @param security asked for when the first page is wanted; filters are made before it is */
    UiFilter(Supplier<Filter> security) {
        this.security = security;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!UiPaths.includes(request)) {
            chain.doFilter(request, response);
            return;
        }
        request.setCharacterEncoding(StandardCharsets.UTF_8);
        HttpServletRequest asSent = ForwardedRequest.of(request);
        RequestLanguage.choose(asSent, Preferences.of(asSent).language());
        security.get().doFilter(asSent, response, chain);
    }
}
