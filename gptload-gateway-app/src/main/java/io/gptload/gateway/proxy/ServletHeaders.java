package io.gptload.gateway.proxy;

import io.gptload.client.wire.HeaderView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.function.BiConsumer;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a client's request as they go on: without what concerns the connection to us, and without the credential,
 * which was for us. Immutable; the container uses its request again for others, and a call may outlive it.
 */
final class ServletHeaders implements HeaderView {

    private static final String[] FOR_US = {
        "host", "content-length", "authorization", "x-api-key", "x-goog-api-key", "api-key"
    };

    private final Headers lines;

    private ServletHeaders(Headers lines) {
        this.lines = lines;
    }

    static ServletHeaders of(HttpServletRequest request) {
        HopByHop hopByHop = HopByHop.of(request.getHeader("Connection"));
        Headers.Builder lines = new Headers.Builder();
        Enumeration<String> names = request.getHeaderNames();
        while (names.hasMoreElements()) {
            String name = names.nextElement();
            if (!isForUs(name) && !hopByHop.contains(name)) {
                Enumeration<String> values = request.getHeaders(name);
                while (values.hasMoreElements()) {
                    add(lines, name, values.nextElement());
                }
            }
        }
        return new ServletHeaders(lines.build());
    }

    private static void add(Headers.Builder lines, String name, String value) {
        String passedOn =
                name.equalsIgnoreCase(WebSocketHandshake.SUBPROTOCOLS) ? WebSocketHandshake.withoutKey(value) : value;
        if (passedOn != null) {
            lines.addUnsafeNonAscii(name, passedOn);
        }
    }

    private static boolean isForUs(String name) {
        for (String each : FOR_US) {
            if (each.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** All of them. */
    Headers lines() {
        return lines;
    }

    @Override
    public @Nullable String first(String name) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.name(i).equalsIgnoreCase(name)) {
                return lines.value(i);
            }
        }
        return null;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < lines.size(); i++) {
            action.accept(lines.name(i), lines.value(i));
        }
    }

    @Override
    public String toString() {
        return "ServletHeaders[" + lines.names() + "]";
    }
}
