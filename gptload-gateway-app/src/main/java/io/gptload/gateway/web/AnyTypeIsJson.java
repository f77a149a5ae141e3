package io.gptload.gateway.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A body is read as JSON whatever the client calls it; scripts often leave the type to their tool. */
final class AnyTypeIsJson extends HttpServletRequestWrapper {

    private static final String HEADER = "Content-Type";
    private static final String JSON = "application/json";

    private AnyTypeIsJson(HttpServletRequest request) {
        super(request);
    }

    /** The request, disguised if need be; a form with files stays what it is. */
    static HttpServletRequest of(HttpServletRequest request) {
        String type = request.getContentType();
        boolean multipart = type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
        return multipart ? request : new AnyTypeIsJson(request);
    }

    @Override
    public String getContentType() {
        return JSON;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return name.equalsIgnoreCase(HEADER) ? JSON : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return name.equalsIgnoreCase(HEADER)
                ? Collections.enumeration(Collections.singletonList(JSON))
                : super.getHeaders(name);
    }
}
