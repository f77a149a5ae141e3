package io.gptload.gateway.ui;

import io.gptload.gateway.web.OpenToAll;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Remembers theme and language. */
@Controller
@OpenToAll
class PreferencesController {

    private static final Duration LONG = Duration.ofDays(365);

    @PostMapping("/preferences")
    String change(
            @RequestParam(name = "theme", required = false) @Nullable String theme,
            @RequestParam(name = "language", required = false) @Nullable String language,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (theme != null && Preferences.THEMES.contains(theme)) {
            remember(Preferences.THEME_COOKIE, theme, request, response);
        }
        if (Preferences.language(language) != null) {
            remember(Preferences.LANGUAGE_COOKIE, String.valueOf(language), request, response);
        }
        return "redirect:" + cameFrom(request);
    }

    private static void remember(String name, String value, HttpServletRequest request, HttpServletResponse response) {
        ResponseCookie cookie = ResponseCookie.from(name, value)
                .path("/")
                .maxAge(LONG)
                .httpOnly(true)
                .sameSite("Lax")
                .secure(request.isSecure())
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    /** The path alone: nobody is sent to another site. */
    private static String cameFrom(HttpServletRequest request) {
        String referer = request.getHeader(HttpHeaders.REFERER);
        try {
            URI uri = URI.create(referer == null ? "" : referer);
            String path = uri.getRawPath();
            if (path == null || !path.startsWith("/") || path.startsWith("//")) {
                return "/";
            }
            return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        } catch (IllegalArgumentException e) {
            return "/";
        }
    }
}
