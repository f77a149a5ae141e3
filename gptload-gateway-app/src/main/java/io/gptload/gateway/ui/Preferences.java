package io.gptload.gateway.ui;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How somebody wants to see the pages; kept in cookies of theirs.
 *
 * @param theme {@code auto}, {@code light} or {@code dark}
 * @param language one of {@link #LANGUAGES}
 */
public record Preferences(String theme, Locale language) {

    static final String THEME_COOKIE = "gptload_theme";
    static final String LANGUAGE_COOKIE = "gptload_lang";

    /** The themes there are; the first follows the system. */
    static final List<String> THEMES = List.of("auto", "light", "dark");

    /** The languages there are; the first is for those whose own is not among them. */
    static final List<Locale> LANGUAGES = List.of(Locale.US, Locale.SIMPLIFIED_CHINESE, Locale.JAPAN);

    /** What was chosen, or else what the browser says. */
    static Preferences of(HttpServletRequest request) {
        String theme = cookie(request, THEME_COOKIE);
        Locale chosen = language(cookie(request, LANGUAGE_COOKIE));
        return new Preferences(
                theme != null && THEMES.contains(theme) ? theme : THEMES.get(0),
                chosen == null ? ofBrowser(request) : chosen);
    }

    /** The language of that code, such as {@code ja}; {@code null} if there is none. */
    static @Nullable Locale language(@Nullable String code) {
        return LANGUAGES.stream()
                .filter(language -> language.getLanguage().equals(code))
                .findFirst()
                .orElse(null);
    }

    private static Locale ofBrowser(HttpServletRequest request) {
        if (request.getHeader("Accept-Language") == null) {
            return LANGUAGES.get(0);
        }
        for (Locale wanted : Collections.list(request.getLocales())) {
            Locale supported = language(wanted.getLanguage());
            if (supported != null) {
                return supported;
            }
        }
        return LANGUAGES.get(0);
    }

    private static @Nullable String cookie(HttpServletRequest request, String name) {
        if (request.getCookies() != null) {
            for (Cookie cookie : request.getCookies()) {
                if (cookie.getName().equals(name)) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }
}
