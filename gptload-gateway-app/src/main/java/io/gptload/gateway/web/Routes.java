package io.gptload.gateway.web;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Which paths there are. */
final class Routes {

    private final ObjectProvider<RequestMappingHandlerMapping> mapping;

    /** @param mapping asked for when it is needed; filters are made before it is */
    Routes(ObjectProvider<RequestMappingHandlerMapping> mapping) {
        this.mapping = mapping;
    }

    /** Whether a controller answers there, to some method. */
    boolean has(String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        return mapping.getObject().getHandlerMethods().keySet().stream().anyMatch(info -> matches(info, parsed));
    }

    private static boolean matches(RequestMappingInfo info, PathContainer path) {
        return info.getPathPatternsCondition() != null
                && info.getPathPatternsCondition().getPatterns().stream().anyMatch(pattern -> pattern.matches(path));
    }
}
