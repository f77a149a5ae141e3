package io.gptload.gateway.proxy;

import io.gptload.client.wire.StreamGate;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import okhttp3.Headers;
import okhttp3.Response;
import okio.BufferedSource;

/** Passes an upstream's response on: status, headers, and the body as it comes, flushed whenever the upstream pauses. */
final class OutgoingResponse {

    private static final int CHUNK = 16 << 10;

    private OutgoingResponse() {}

    static void relay(Response upstream, HttpServletResponse response) throws IOException {
        head(upstream, response);
        if (StreamGate.isEventStream(upstream.header("Content-Type"))) {
            response.setHeader("X-Accel-Buffering", "no");
        }
        copy(upstream.body().source(), response.getOutputStream());
    }

    /**
     * Switches the client's connection to WebSocket as the upstream switched its own, and joins the two.
     *
     * @param place kept until the connection ends
     * @throws IOException if the client is gone; everything is given back then
     */
    static void join(Response upstream, HttpServletRequest request, HttpServletResponse response, Place place)
            throws IOException {
        WebSocketTunnel tunnel = new WebSocketTunnel(Objects.requireNonNull(upstream.socket()), place);
        boolean joined = false;
        try {
            head(upstream, response);
            response.setHeader("Upgrade", "websocket");
            response.setHeader("Connection", "Upgrade");
            response.flushBuffer(); // fails here, where it is noticed, rather than later in the server
            request.upgrade(WebSocketUpgrade.class).use(tunnel);
            joined = true;
        } catch (ServletException e) {
            throw new IOException(e);
        } finally {
            if (!joined) {
                tunnel.close();
            }
        }
    }

    private static void head(Response upstream, HttpServletResponse response) {
        response.setStatus(upstream.code());
        Headers headers = upstream.headers();
        HopByHop dropped = HopByHop.of(headers.get("Connection"));
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            if (!dropped.contains(name)) {
                add(response, name, headers.value(i));
            }
        }
    }

    private static void add(HttpServletResponse response, String name, String value) {
        if (name.equalsIgnoreCase("Content-Length")) {
            response.setContentLengthLong(Long.parseLong(value.strip()));
        } else {
            response.addHeader(name, value);
        }
    }

    private static void copy(BufferedSource source, OutputStream out) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int n = source.read(chunk); n >= 0; n = source.read(chunk)) {
            out.write(chunk, 0, n);
            if (source.getBuffer().exhausted()) {
                out.flush();
            }
        }
    }
}
