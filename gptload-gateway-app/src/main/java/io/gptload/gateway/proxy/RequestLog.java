package io.gptload.gateway.proxy;

import io.gptload.client.session.CallObserver;
import io.gptload.client.store.jdbc.LoggedCall;
import io.gptload.client.store.jdbc.LoggedGroup;
import io.gptload.client.store.jdbc.LoggedRequest;
import io.gptload.client.store.jdbc.RequestLogWriter;
import io.gptload.gateway.clientkey.NamedClient;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The request log, as far as the proxy writes it: a row for each attempt. Nothing here waits for the database. Thread-safe. */
final class RequestLog {

    private final RequestLogWriter writer;
    private final ProxyGroups groups;
    private final InstantSource clock;

    RequestLog(RequestLogWriter writer, ProxyGroups groups, InstantSource clock) {
        this.writer = writer;
        this.groups = groups;
        this.clock = clock;
    }

    /**
     * Begins the record of a call.
     *
     * @param address the client's
     * @param body in memory, or {@code null}
     */
    CallObserver begin(HttpServletRequest request, String address, ProxyTarget target, byte @Nullable [] body) {
        NamedClient client = target.client();
        LoggedGroup group = target.group().logged();
        LoggedCall logged = new LoggedCall(
                writer,
                this::find,
                clock,
                new LoggedRequest(
                        group,
                        ProxyPath.PREFIX + group.name(),
                        target.path(),
                        target.query(),
                        body,
                        address,
                        Objects.requireNonNullElse(request.getHeader("User-Agent"), ""),
                        "",
                        client == null ? null : client.logged()));
        return client == null ? logged : new CallLog(logged, client);
    }

    private @Nullable LoggedGroup find(String name) {
        ProxyGroup found = groups.find(name);
        return found == null ? null : found.logged();
    }
}
