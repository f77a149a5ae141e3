package io.gptload.gateway.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.annotation.Annotation;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.mvc.ParameterizableViewController;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Asks for the administrator's key before any controller runs, or for the administrator's session if that is {@link
 * BySession}, unless it is {@link OpenToAll}. It judges by what is about to run and not by the path, so that no spelling of
 * a path goes around it.
 */
final class AdminKeyInterceptor implements HandlerInterceptor {

    private final ClientKeys adminKey;

    AdminKeyInterceptor(ClientKeys adminKey) {
        this.adminKey = adminKey;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            return true; // whoever began it was asked
        }
        boolean known = has(handler, BySession.class)
                ? request.getUserPrincipal() != null
                : adminKey.contains(ClientCredential.of(request).key());
        if (!known && !isOpen(handler)) {
            throw ApiException.unauthorized();
        }
        return true;
    }

    private static boolean isOpen(Object handler) {
        return handler instanceof ResourceHttpRequestHandler
                || handler instanceof ParameterizableViewController // a page without data
                || has(handler, OpenToAll.class);
    }

    private static boolean has(Object handler, Class<? extends Annotation> annotation) {
        return handler instanceof HandlerMethod method
                && (method.hasMethodAnnotation(annotation)
                        || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), annotation));
    }
}
