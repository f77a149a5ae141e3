package io.gptload.gateway.proxy;

import io.gptload.gateway.web.ClientCredential;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a WebSocket (RFC 6455, section 4.2.1), the only upgrade that is passed on. Browsers cannot set headers on
 * it, so OpenAI takes their key as one of the subprotocols; such a key is for us and not passed on.
 */
final class WebSocketHandshake {

    static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";

    private static final String KEY_PREFIX = "openai-insecure-api-key.";
    private static final int NONCE_LENGTH = 16;

    private WebSocketHandshake() {}

    /** Whether the request is a handshake as it should be; any other request with an upgrade is served without one. */
    static boolean isValid(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && request.getProtocol().equals("HTTP/1.1")
                && request.getContentLengthLong() <= 0
                && request.getHeader("Transfer-Encoding") == null
                && "websocket".equalsIgnoreCase(only(request, "Upgrade"))
                && tokens(request, "Connection").anyMatch("upgrade"::equalsIgnoreCase)
                && "13".equals(only(request, "Sec-WebSocket-Version"))
                && isNonce(only(request, "Sec-WebSocket-Key"));
    }

    private static @Nullable String only(HttpServletRequest request, String name) {
        List<String> values = Collections.list(request.getHeaders(name));
        return values.size() == 1 ? values.get(0).strip() : null;
    }

    private static Stream<String> tokens(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name)).stream().flatMap(WebSocketHandshake::tokens);
    }

    private static Stream<String> tokens(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(token -> !token.isEmpty());
    }

    private static boolean isNonce(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == NONCE_LENGTH;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Asks the upstream for the same. */
    static void passOn(Headers.Builder lines) {
        lines.set("Connection", "Upgrade").set("Upgrade", "websocket");
    }

    /** Who a client of the proxy says it is, a browser that opens a WebSocket included. */
    static ClientCredential credential(HttpServletRequest request) {
        ClientCredential usual = ClientCredential.of(request);
        return usual.key().isEmpty() ? new ClientCredential(key(request), usual.query()) : usual;
    }

    /** The key among the subprotocols of a handshake; empty when there is none, or it is no handshake. */
    private static String key(HttpServletRequest request) {
        if (request.getHeader(SUBPROTOCOLS) == null || !isValid(request)) {
            return "";
        }
        return tokens(request, SUBPROTOCOLS)
                .filter(token -> token.startsWith(KEY_PREFIX))
                .map(token -> token.substring(KEY_PREFIX.length()))
                .findFirst()
                .orElse("");
    }

    /** A list of subprotocols without the key; {@code null} when nothing is left. */
    static @Nullable String withoutKey(String subprotocols) {
        if (!subprotocols.contains(KEY_PREFIX)) {
            return subprotocols;
        }
        String rest = tokens(subprotocols)
                .filter(token -> !token.startsWith(KEY_PREFIX))
                .collect(Collectors.joining(", "));
        return rest.isEmpty() ? null : rest;
    }
}
