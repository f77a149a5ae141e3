package io.gptload.gateway.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for a request, without its query, which may hold a key: a warning for what we or an upstream failed at, information
 * for what was refused, and for what went well a line only at debug level, as a line for each would cost more than the proxy
 * itself.
 */
public final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.gptload.gateway.access");
    private static final String LINE = "{} {} {} in {} ms, request {}";

    private AccessLog() {}

    /** @param startNanos {@link System#nanoTime()} when the request came in */
    public static void write(HttpServletRequest request, HttpServletResponse response, long startNanos) {
        int status = response.getStatus();
        if (status >= 500 ? LOG.isWarnEnabled() : status >= 400 ? LOG.isInfoEnabled() : LOG.isDebugEnabled()) {
            line(request, response, status, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        }
    }

    private static void line(HttpServletRequest request, HttpServletResponse response, int status, long millis) {
        String id = response.getHeader(RequestIds.HEADER);
        Object[] parts = {request.getMethod(), request.getRequestURI(), status, millis, id};
        if (status >= 500) {
            LOG.warn(LINE, parts);
        } else if (status >= 400) {
            LOG.info(LINE, parts);
        } else {
            LOG.debug(LINE, parts);
        }
    }
}
