package io.gptload.gateway.proxy;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;

/**
 * The connection a request came in on. May be asked only while nothing reads the request or writes the response, and after
 * the request's body was read.
 */
final class ClientConnection {

    private static final int CLOSED = 1;

    private final Request request;

    ClientConnection(Request request) {
        this.request = request;
    }

    /**
     * Whether the client closed it, or its sending side. Never waits. What a client sent ahead stays where it is; Tomcat
     * reports a closed connection as a single byte to be read.
     */
    boolean isClosed() {
        request.action(ActionCode.AVAILABLE, Boolean.TRUE);
        return request.getAvailable() == CLOSED;
    }
}
