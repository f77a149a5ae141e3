package io.gptload.gateway.web;

import jakarta.servlet.http.HttpServletResponse;

/** Headers that keep a browser from misusing an answer of ours. */
public final class SecurityHeaders {

    private SecurityHeaders() {}

    /** Keeps a browser that came over TLS from ever coming without. */
    static void stayOnTls(HttpServletResponse response) {
        response.setHeader("Strict-Transport-Security", "max-age=31536000 ; includeSubDomains");
    }

    /** Puts them on a response whose body is not under way yet. */
    public static void put(HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "strict-origin-when-cross-origin");
        response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
        response.setHeader("X-Frame-Options", "SAMEORIGIN");
    }
}
