package io.gptload.gateway.proxy;

import io.gptload.client.wire.HeaderView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a client's request as they go on: without what concerns the connection to us, and without the credential,
 * which was for us.
 */
record ServletHeaders(HttpServletRequest request, HopByHop hopByHop) implements HeaderView {

    private static final Set<String> FOR_US =
            Set.of("authorization", "x-api-key", "x-goog-api-key", "api-key", "host", "content-length");

    static ServletHeaders of(HttpServletRequest request) {
        return new ServletHeaders(request, HopByHop.of(request.getHeader("Connection")));
    }

    private boolean stays(String name) {
        return FOR_US.contains(name.toLowerCase(Locale.ROOT)) || hopByHop.contains(name);
    }

    @Override
    public @Nullable String first(String name) {
        String value = stays(name) ? null : request.getHeader(name);
        return value == null ? null : passedOn(name, value);
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (String name : Collections.list(request.getHeaderNames())) {
            if (!stays(name)) {
                request.getHeaders(name).asIterator().forEachRemaining(value -> {
                    String passedOn = passedOn(name, value);
                    if (passedOn != null) {
                        action.accept(name, passedOn);
                    }
                });
            }
        }
    }

    /** The first value of each, for as long as it is needed: the container uses its request again for others. */
    HeaderView copy() {
        Map<String, String> values = new LinkedHashMap<>();
        forEach(values::putIfAbsent);
        return HeaderView.of(values);
    }

    private static @Nullable String passedOn(String name, String value) {
        return name.equalsIgnoreCase(WebSocketHandshake.SUBPROTOCOLS) ? WebSocketHandshake.withoutKey(value) : value;
    }

    @Override
    public String toString() {
        return "ServletHeaders[" + Collections.list(request.getHeaderNames()) + "]";
    }
}
