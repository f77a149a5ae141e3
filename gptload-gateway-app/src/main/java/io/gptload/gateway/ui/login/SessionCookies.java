package io.gptload.gateway.ui.login;

import io.gptload.gateway.ui.ForwardedRequest;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.Rfc6265CookieProcessor;

/** Cookies of the server's own: not sent along from other sites, and over TLS alone where there is TLS. */
final class SessionCookies extends Rfc6265CookieProcessor {

    SessionCookies() {
        setSameSiteCookies("lax");
    }

    @Override
    public String generateHeader(Cookie cookie, HttpServletRequest request) {
        if (ForwardedRequest.cameOverTls(request)) {
            cookie.setSecure(true);
        }
        return super.generateHeader(cookie, request);
    }
}
