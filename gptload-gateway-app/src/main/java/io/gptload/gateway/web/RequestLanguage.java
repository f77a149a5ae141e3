package io.gptload.gateway.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.LocaleResolver;

/** Finds out which language an answer is to be in. */
public final class RequestLanguage implements LocaleResolver {

    private static final String CHOSEN = RequestLanguage.class.getName();

    RequestLanguage() {}

    /** Makes the answer come in a language that somebody chose, whatever the request's headers say. */
    public static void choose(HttpServletRequest request, Locale language) {
        request.setAttribute(CHOSEN, language);
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return request.getAttribute(CHOSEN) instanceof Locale chosen
                ? chosen
                : Messages.language(request.getHeader("Accept-Language"));
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("The request alone says which language it wants");
    }
}
