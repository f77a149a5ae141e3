package io.gptload.gateway.proxy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers, in place of a group's upstream, what a client application wants to know before it connects. Thread-safe. */
public interface GroupInfo {

    /** Its path behind the group's name. */
    String PATH = "/api/integration/info";

    /** Answers completely; the request is not authenticated yet. */
    void answer(String group, HttpServletRequest request, HttpServletResponse response) throws IOException;
}
