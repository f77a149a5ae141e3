package io.gptload.gateway.proxy;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/** Lets the proxy see the connection of a request, which the servlet API hides. */
final class ClientConnectionValve extends ValveBase {

    private final ThreadLocal<@Nullable ClientConnection> current = new ThreadLocal<>();

    ClientConnectionValve() {
        super(true);
    }

    /** The connection of the request this thread is at; {@code null} when there is none. */
    @Nullable
    ClientConnection current() {
        return current.get();
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        current.set(new ClientConnection(request.getCoyoteRequest()));
        try {
            getNext().invoke(request, response);
        } finally {
            current.remove();
        }
    }
}
