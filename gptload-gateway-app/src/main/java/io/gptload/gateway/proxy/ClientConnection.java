package io.gptload.gateway.proxy;

import java.nio.ByteBuffer;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

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

    /** Whether the client closed it, or its sending side. Never waits. What a client sent ahead stays where it is. */
    boolean isClosed() {
        if (!(request.getInputBuffer() instanceof ApplicationBufferHandler input)) {
            return false;
        }
        ByteBuffer buffer = input.getByteBuffer();
        if (available(false) > 0 || buffer.hasRemaining()) {
            return false; // more than this request is there already
        }
        byte[] before = new byte[buffer.position()];
        buffer.get(0, before);
        int available = available(true);
        int more = buffer.remaining();
        if (buffer.position() != before.length) {
            keep(input, before, more);
        }
        return available == CLOSED && more == 0; // Tomcat reports the end as a byte that is not there
    }

    private int available(boolean read) {
        request.action(ActionCode.AVAILABLE, read);
        return request.getAvailable();
    }

    /**
     * Tomcat reads to where the body was, although the next request may stand behind it: it counts back from the
     * position once this one is over. What was there is put back, and what came is put behind it.
     */
    private static void keep(ApplicationBufferHandler input, byte[] before, int more) {
        ByteBuffer buffer = input.getByteBuffer();
        byte[] came = new byte[more];
        buffer.get(came);
        if (buffer.capacity() < before.length + more) {
            input.expand(before.length + more);
            buffer = input.getByteBuffer();
        }
        buffer.clear().put(before).put(came).flip().position(before.length);
    }
}
