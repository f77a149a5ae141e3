package io.gptload.gateway.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.mvc.ParameterizableViewController;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Asks for the administrator's key before any controller runs, unless that is {@link OpenToAll}. It judges by what is about
 * to run and not by the path, so that no spelling of a path goes around it.
 */
final class AdminKeyInterceptor implements HandlerInterceptor {

    private final ClientKeys adminKey;

    AdminKeyInterceptor(ClientKeys adminKey) {
        this.adminKey = adminKey;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!isOpen(handler) && !adminKey.contains(ClientCredential.of(request).key())) {
            throw ApiException.unauthorized();
        }
        return true;
    }

    private static boolean isOpen(Object handler) {
        return handler instanceof ResourceHttpRequestHandler
                || handler instanceof ParameterizableViewController // a page without data
                || handler instanceof HandlerMethod method
                        && (method.hasMethodAnnotation(OpenToAll.class)
                                || method.getBeanType().isAnnotationPresent(OpenToAll.class));
    }
}
