package io.gptload.gateway.proxy;

import io.gptload.gateway.web.SecurityHeaders;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Errors of the proxy's own, in gpt-load's envelope: a code and a message. */
final class ErrorReply {

    private ErrorReply() {}

    /** @param message without quotes, backslashes and control characters */
    static void send(HttpServletResponse response, int status, String code, String message) throws IOException {
        send(
                response,
                status,
                ("{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    /** @param body JSON */
    static void send(HttpServletResponse response, int status, byte[] body) throws IOException {
        SecurityHeaders.put(response);
        response.setStatus(status);
        response.setContentType("application/json; charset=utf-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
