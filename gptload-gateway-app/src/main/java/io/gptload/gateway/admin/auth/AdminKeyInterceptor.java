package io.gptload.gateway.admin.auth;

import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.BySession;
import io.gptload.gateway.web.ClientAddress;
import io.gptload.gateway.web.ClientCredential;
import io.gptload.gateway.web.OpenToAll;
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

    private final AdminKeyCheck check;

    AdminKeyInterceptor(AdminKeyCheck check) {
        this.check = check;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            return true; // whoever began it was asked
        }
        if (isOpen(handler)) {
            return true;
        }
        if (has(handler, BySession.class)) {
            if (request.getUserPrincipal() == null) {
                throw ApiException.unauthorized();
            }
            return true;
        }
        AdminKeyCheck.Verdict verdict = check.call(ClientCredential.of(request).key(), ClientAddress.of(request));
        if (verdict.waitSeconds() > 0) {
            response.setHeader("Retry-After", String.valueOf(verdict.waitSeconds()));
            throw new ApiException(429, "TOO_MANY_REQUESTS", "auth.too_many_attempts", verdict.waitSeconds());
        }
        if (!verdict.right()) {
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
