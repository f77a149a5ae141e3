package io.gptload.gateway.ui;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all pages have in common.
 *
 * @param section the first segment of the path, which is what the navigation marks
 * @param assets names the build of scripts and styles, for browsers to keep them
 * @param version of the program
 */
public record UiFrame(String section, Preferences preferences, String assets, String version) {

    static UiFrame of(HttpServletRequest request, String assets) {
        String path = request.getServletPath();
        int end = path.indexOf('/', 1);
        @Nullable String version = UiFrame.class.getPackage().getImplementationVersion();
        return new UiFrame(
                path.substring(1, end < 0 ? path.length() : end),
                Preferences.of(request),
                assets,
                Objects.requireNonNullElse(version, "dev"));
    }

    /** What {@code <html lang>} says. */
    public String lang() {
        Locale language = preferences.language();
        return language.equals(Locale.SIMPLIFIED_CHINESE) ? "zh-CN" : language.getLanguage();
    }
}
