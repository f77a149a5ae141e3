package io.gptload.spring.autoconfigure;

import io.gptload.client.rewrite.Credential;
import io.gptload.client.session.CallObserver;
import io.gptload.client.session.CallRecorder;
import io.gptload.client.session.CallRequest;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.LoggedCall;
import io.gptload.client.store.jdbc.LoggedGroup;
import io.gptload.client.store.jdbc.LoggedGroups;
import io.gptload.client.store.jdbc.LoggedRequest;
import io.gptload.client.store.jdbc.RequestLogWriter;
import io.gptload.client.store.shared.Retention;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.client.wire.Channel;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes the calls of an application into the request log it shares with the gateway, off the request path, and removes what is
 * old there. Bodies never are written, and calls through groups that are not in the database neither.
 */
final class RequestLogging implements CallRecorder, AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gptload-request-log");
        thread.setDaemon(true);
        return thread;
    });
    private final RequestLogWriter writer;
    private final LoggedGroups groups;
    private final String application;

    /** @param application what its calls are known by in the log */
    RequestLogging(JdbcStore store, SharedPool pool, LoggedGroups groups, String application) {
        this.groups = groups;
        this.application = application;
        this.writer = new RequestLogWriter(
                store, pool.keyHashes(), timer, RequestLogWriter.DEFAULT_INTERVAL, RequestLogWriter.DEFAULT_CAPACITY);
        Retention log = Retention.ofLog(store); // usage is for the gateway to remove, which knows how long it is wanted
        long minutes = Retention.INTERVAL.toMinutes();
        timer.scheduleWithFixedDelay(log::apply, minutes, minutes, TimeUnit.MINUTES);
    }

    RequestLogWriter writer() {
        return writer;
    }

    @Override
    public CallObserver begin(String group, CallRequest request) {
        LoggedGroup known = groups.find(group);
        return new LoggedCall(
                writer,
                groups,
                InstantSource.system(),
                new LoggedRequest(
                        known == null ? new LoggedGroup(0, group, Channel.OPENAI, false) : known,
                        "",
                        request.path(),
                        Credential.X_GOOG_API_KEY.query(request.query(), ""),
                        request.body(),
                        application,
                        "",
                        application,
                        null));
    }

    /** Writes what is still to be written, and stops. */
    @Override
    public void close() {
        writer.close();
        timer.shutdown();
    }
}
