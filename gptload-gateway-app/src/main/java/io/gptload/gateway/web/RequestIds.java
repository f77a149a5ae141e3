package io.gptload.gateway.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** What a request is called in answers and logs. */
public final class RequestIds {

    /** The header that carries it, both ways. */
    public static final String HEADER = "X-Request-Id";

    private static final Pattern FIT_FOR_LOGS = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private RequestIds() {}

    /** Names only have to differ; nobody need be unable to guess them. */
    private static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Names the request: as the client does, if that can stand in a log, and the response says so. */
    public static void assign(HttpServletRequest request, HttpServletResponse response) {
        String given = request.getHeader(HEADER);
        response.setHeader(HEADER, given != null && FIT_FOR_LOGS.matcher(given).matches() ? given : next());
    }
}
