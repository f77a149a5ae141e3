package io.gptload.gateway.proxy;

import io.gptload.client.wire.Channel;
import io.gptload.client.wire.ErrorFormat;
import io.gptload.gateway.clientkey.Refusal;
import io.gptload.gateway.web.SecurityHeaders;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Errors of the proxy's own, in gpt-load's envelope: a code and a message; in the protocol's shape where an SDK heeds them. */
final class ErrorReply {

    private ErrorReply() {}

    /** @param message without quotes, backslashes and control characters */
    static void send(HttpServletResponse response, int status, String code, String message) throws IOException {
        send(
                response,
                status,
                ("{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to a call of a client that is not let through, as the group's protocol has it. */
    static void refuse(HttpServletResponse response, Channel channel, Refusal refusal) throws IOException {
        if (refusal.retryAfterSeconds() > 0) {
            response.setHeader("Retry-After", String.valueOf(refusal.retryAfterSeconds()));
        }
        if (!refusal.soon()) {
            response.setHeader("x-should-retry", "false"); // heeded by the SDKs of OpenAI and Anthropic
        }
        send(
                response,
                refusal.status(),
                ErrorFormat.body(channel, refusal.status(), refusal.code(), refusal.message()));
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
