package io.gptload.gateway.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What is said where nothing is, as gpt-load says it.
 *
 * @param error the same always
 */
public record NotFound(String error) {

    static final NotFound HERE = new NotFound("Not Found");

    private static final byte[] JSON = "{\"error\":\"Not Found\"}".getBytes(StandardCharsets.UTF_8);

    /** Says so outside of a controller. */
    public static void send(HttpServletResponse response) throws IOException {
        SecurityHeaders.put(response);
        response.setStatus(404);
        response.setContentType("application/json;charset=utf-8");
        response.setContentLength(JSON.length);
        response.getOutputStream().write(JSON);
    }
}
