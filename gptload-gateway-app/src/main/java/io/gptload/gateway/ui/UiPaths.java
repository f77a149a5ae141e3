package io.gptload.gateway.ui;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Which paths are pages, and not the API, the proxy, health or metrics. */
public final class UiPaths {

    /** Where people sign in. */
    public static final String LOGIN = "/login";

    /** Where they sign out. */
    public static final String LOGOUT = "/logout";

    /** What pages are made of besides HTML; open to all. */
    public static final String ASSETS = "/assets/";

    private static final Set<String> FIRST_SEGMENTS = Set.of(
            "",
            "login",
            "logout",
            "preferences",
            "assets",
            "groups",
            "client-keys",
            "pool",
            "logs",
            "settings",
            "quick-start",
            "api-reference",
            "playground");

    private UiPaths() {}

    /** Whether the request is for a page or a part of one. */
    public static boolean includes(HttpServletRequest request) {
        String path = request.getServletPath();
        int end = path.indexOf('/', 1);
        return path.startsWith("/") && FIRST_SEGMENTS.contains(path.substring(1, end < 0 ? path.length() : end));
    }
}
