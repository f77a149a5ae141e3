package io.gptload.gateway.proxy;

import io.gptload.client.wire.Channel;
import io.gptload.client.wire.ErrorFormat;
import io.gptload.client.wire.StreamGate;
import io.gptload.gateway.web.RequestIds;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import okhttp3.Headers;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.apache.coyote.CloseNowException;

/**
 * Passes an upstream's response on: status, headers, and the body as it comes; one of unknown length is flushed whenever the
 * upstream pauses. Of an event stream only whole events go out, so that one that breaks off can end with an event that says
 * so; whatever breaks after a part of it went out ends with a connection that is cut, and never like a whole one.
 */
final class OutgoingResponse {

    private static final int CHUNK = 8 << 10;
    private static final String CORS_PREFIX = "Access-Control-";
    private static final String CODE = "upstream_failed";
    private static final String MESSAGE = "The upstream failed: its answer broke off.";

    private final Response upstream;
    private final HttpServletResponse response;
    private final Channel channel;
    private final ClientWatch.Watched client;
    private final boolean events;
    private boolean midEvent;

    OutgoingResponse(Response upstream, HttpServletResponse response, Channel channel, ClientWatch.Watched client) {
        this.upstream = upstream;
        this.response = response;
        this.channel = channel;
        this.client = client;
        this.events = StreamGate.isEventStream(upstream.header("Content-Type"))
                && upstream.header("Content-Encoding") == null;
    }

    /**
     * Returns when all of it is written.
     *
     * @throws IOException if the client went away, or the upstream broke off when something had gone out
     */
    void relay() throws IOException {
        writeHead();
        if (events) {
            relayEvents();
        } else {
            relayBytes();
        }
    }

    private void relayBytes() throws IOException {
        boolean flushes = upstream.body().contentLength() < 0;
        BufferedSource source = upstream.body().source();
        OutputStream out = response.getOutputStream();
        Buffer buffer = new Buffer();
        while (true) {
            try {
                if (source.read(buffer, CHUNK) < 0) {
                    return;
                }
            } catch (IOException e) {
                breakOff(e);
                return;
            }
            client.busy();
            buffer.writeTo(out);
            if (flushes && source.getBuffer().exhausted()) {
                out.flush();
            }
            client.idle();
        }
    }

    private void relayEvents() throws IOException {
        BufferedSource source = upstream.body().source();
        OutputStream out = response.getOutputStream();
        byte[] chunk = new byte[CHUNK];
        int held = 0;
        while (true) {
            int read;
            try {
                read = source.read(chunk, held, CHUNK - held);
            } catch (IOException e) {
                breakOff(e);
                return;
            }
            client.busy();
            if (read < 0) {
                out.write(chunk, 0, held);
                return;
            }
            int have = held + read;
            int whole = wholeEvents(chunk, have);
            out.write(chunk, 0, whole);
            if (source.getBuffer().exhausted()) {
                out.flush();
            }
            client.idle();
            held = have - whole;
            System.arraycopy(chunk, whole, chunk, 0, held);
        }
    }

    /**
     * Switches the client's connection to WebSocket as the upstream switched its own, and joins the two.
     *
     * @param place kept until the connection ends
     * @throws IOException if the client is gone; everything is given back then
     */
    void switchToWebSocket(HttpServletRequest request, Place place) throws IOException {
        WebSocketTunnel tunnel = new WebSocketTunnel(Objects.requireNonNull(upstream.socket()), place);
        boolean joined = false;
        try {
            client.busy();
            writeHead();
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

    /** An event larger than the buffer goes out in parts. */
    private int wholeEvents(byte[] chunk, int have) {
        int whole = EventBoundary.after(chunk, have);
        if (whole > 0) {
            midEvent = false;
        } else if (have == chunk.length) {
            midEvent = true;
            return have;
        }
        return whole;
    }

    /** Answers instead, or sees to it that what went out does not look whole. */
    private void breakOff(IOException failure) throws IOException {
        client.busy();
        if (!client.isGone() && !response.isCommitted()) {
            answerInstead();
            return;
        }
        if (!client.isGone() && events) {
            writeErrorEvent();
        }
        throw new CloseNowException(failure);
    }

    /** Nothing went out yet: the client can still be given a proper answer. */
    private void answerInstead() throws IOException {
        String id = response.getHeader(RequestIds.HEADER);
        response.reset();
        response.setHeader(RequestIds.HEADER, id);
        response.setHeader("x-should-retry", "false");
        ErrorReply.send(response, 502, ErrorFormat.body(channel, 502, CODE, MESSAGE));
    }

    private void writeErrorEvent() throws IOException {
        OutputStream out = response.getOutputStream();
        if (midEvent) {
            out.write(new byte[] {'\n', '\n'});
        }
        out.write(ErrorFormat.event(channel, 502, CODE, MESSAGE));
        out.flush();
    }

    private void writeHead() {
        response.setStatus(upstream.code());
        Headers headers = upstream.headers();
        boolean corsIsOurs = response.containsHeader("Access-Control-Allow-Methods");
        HopByHop dropped = HopByHop.of(headers.get("Connection"));
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            if (!dropped.contains(name) && !(corsIsOurs && isCors(name))) {
                add(name, headers.value(i));
            }
        }
        if (StreamGate.isEventStream(upstream.header("Content-Type"))) {
            response.setHeader("X-Accel-Buffering", "no");
            if (!response.containsHeader("Cache-Control")) {
                response.setHeader("Cache-Control", "no-cache");
            }
        }
    }

    /** Two answers to one question make a browser refuse both. */
    private static boolean isCors(String name) {
        return name.regionMatches(true, 0, CORS_PREFIX, 0, CORS_PREFIX.length());
    }

    private void add(String name, String value) {
        if (name.equalsIgnoreCase("Content-Length")) {
            response.setContentLengthLong(Long.parseLong(value.strip()));
        } else {
            response.addHeader(name, value);
        }
    }
}
