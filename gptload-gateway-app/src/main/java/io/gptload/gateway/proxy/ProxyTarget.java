package io.gptload.gateway.proxy;

import io.gptload.gateway.clientkey.NamedClient;
import io.gptload.gateway.clientkey.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes, and for whom.
 *
 * @param path below the group, raw
 * @param query raw, without the client's credential
 * @param client {@code null} for whoever has a proxy key
 */
record ProxyTarget(
        ProxyGroup group,
        String path,
        @Nullable String query,
        @Nullable NamedClient client) {

    /** Why the client may not ask for that; {@code null} if it may. */
    @Nullable
    Refusal checkModels(HttpServletRequest request, IncomingBody body) {
        return client == null || !client.limitsModels()
                ? null
                : client.checkModels(
                        request.getMethod(), path, query, body.bytes(), WebSocketHandshake.isValid(request));
    }
}
