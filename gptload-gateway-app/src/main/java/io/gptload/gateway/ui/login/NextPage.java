package io.gptload.gateway.ui.login;

import io.gptload.gateway.ui.UiPaths;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where somebody wanted to go before they were asked to sign in. */
final class NextPage {

    static final String PARAMETER = "next";

    private static final Pattern OURS = Pattern.compile("/[a-z0-9-]*(/[A-Za-z0-9_-]+)*(\\?[A-Za-z0-9_=&%.+-]*)?");

    private NextPage() {}

    /** The login page that remembers it. */
    static String login(HttpServletRequest wanted) {
        String query = wanted.getQueryString();
        String page = wanted.getRequestURI() + (query == null ? "" : "?" + query);
        return wanted.getMethod().equals("GET")
                        && page.length() > 1
                        && OURS.matcher(page).matches()
                ? UiPaths.LOGIN + "?" + PARAMETER + "=" + URLEncoder.encode(page, StandardCharsets.UTF_8)
                : UiPaths.LOGIN;
    }

    /** The page of ours, or the first one if it is none. */
    static String of(@Nullable String wanted) {
        return wanted != null && OURS.matcher(wanted).matches() ? wanted : "/";
    }
}
