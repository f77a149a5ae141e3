package io.gptload.gateway.proxy;

import io.gptload.client.store.jdbc.LogDetails;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.client.store.jdbc.RequestLogWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
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
    CallLog begin(HttpServletRequest request, String address, ProxyTarget target, byte @Nullable [] body) {
        return new CallLog(this, request, address, target, body);
    }

    /** The group of that name, or the one given when it is gone. */
    ProxyGroup member(String name, ProxyGroup otherwise) {
        if (name.equals(otherwise.name())) {
            return otherwise;
        }
        ProxyGroup found = groups.find(name);
        return found == null ? otherwise : found;
    }

    InstantSource clock() {
        return clock;
    }

    String newCall() {
        return writer.newCall();
    }

    void add(RequestLogRow row, @Nullable String secret, LogDetails details) {
        writer.offer(row, secret, details);
    }
}
