package io.gptload.client.http.okhttp;

import io.gptload.client.http.AttemptLoop;
import io.gptload.client.rewrite.HeaderEdits;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.Timeouts;
import io.gptload.client.wire.StreamGate;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** Sends the attempts of one call. The call under way can be cancelled from any thread. */
final class OkHttpTransport implements AttemptLoop.Transport<OkHttpExchange> {

    private static final long TOLERANCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EngineClient engineClient;
    private final Request original;
    private final Runnable beforeSending;
    private volatile @Nullable Call underWay;
    private volatile boolean cancelled;

    OkHttpTransport(EngineClient engineClient, Request original, Runnable beforeSending) {
        this.engineClient = engineClient;
        this.original = original;
        this.beforeSending = beforeSending;
    }

    private OkHttpClient client(Attempt attempt, HttpUrl url) {
        OkHttpClient client = engineClient.reaching(attempt, url);
        return original.header("Upgrade") == null ? client : forUpgrades(client);
    }

    /** HTTP/2 knows no upgrade; and a connection that may be silent for hours should not be forgotten about. */
    private static OkHttpClient forUpgrades(OkHttpClient client) {
        return client.newBuilder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .socketFactory(new UpstreamSockets(client.socketFactory()::createSocket))
                .build();
    }

    @Override
    public OkHttpExchange send(Attempt attempt) throws IOException {
        Request request = request(attempt);
        Call call = client(attempt, request.url()).newCall(request);
        long left = attempt.nanosLeft();
        CallTimeouts watch = engineClient.timeouts();
        if (watch == null) {
            limit(call, attempt, left);
        }
        long deadline = System.nanoTime() + left;
        underWay = call;
        beforeSending.run();
        if (cancelled) {
            call.cancel();
        }
        return watch == null ? exchange(call, attempt, deadline) : watched(watch, call, attempt, left, deadline);
    }

    private OkHttpExchange watched(CallTimeouts watch, Call call, Attempt attempt, long left, long deadline)
            throws IOException {
        Timeouts timeouts = attempt.timeouts();
        long header = timeouts.header().toNanos();
        CallTimeouts.Clock clock = watch.start(call::cancel, left < header && !attempt.streams() ? left : header);
        boolean done = false;
        try {
            Response response = checked(call, call.execute());
            boolean endless = StreamGate.isEventStream(new OkHttpHeaders(response.headers()).first("Content-Type"));
            clock.responded(timeouts.idle().toNanos(), endless ? null : (Long) deadline);
            done = true;
            return new OkHttpExchange(call, response, clock);
        } catch (IOException e) {
            throw clock.named(e);
        } finally {
            if (!done) {
                clock.stop();
            }
        }
    }

    private static OkHttpExchange exchange(Call call, Attempt attempt, long deadline) throws IOException {
        Response response = checked(call, call.execute());
        Timeout reading = response.body()
                .source()
                .timeout()
                .timeout(attempt.timeouts().idle().toNanos(), TimeUnit.NANOSECONDS);
        if (!StreamGate.isEventStream(new OkHttpHeaders(response.headers()).first("Content-Type"))) {
            reading.deadlineNanoTime(deadline);
        }
        return new OkHttpExchange(call, response, null);
    }

    private static Response checked(Call call, Response response) throws IOException {
        if (response.code() == GroupCall.SWITCHING_PROTOCOLS && response.socket() == null) {
            response.close();
            call.cancel();
            throw new ProtocolException("The upstream switched protocols unasked");
        }
        return response;
    }

    private static void limit(Call call, Attempt attempt, long left) {
        if (left < attempt.timeouts().header().toNanos() - TOLERANCE_NANOS && !attempt.streams()) {
            call.timeout().timeout(left, TimeUnit.NANOSECONDS); // the client's own timeout would come later
        }
    }

    void cancel() {
        cancelled = true;
        Call call = underWay;
        if (call != null) {
            call.cancel();
        }
    }

    private Request request(Attempt attempt) {
        Request.Builder request = original.newBuilder().url(engineClient.urls().get(attempt.url()));
        Headers given = original.headers();
        HeaderEdits edits = attempt.headers();
        for (int i = 0; i < given.size(); i++) {
            String name = given.name(i);
            if (edits.removes(name) && !edits.sets(name) || name.equalsIgnoreCase("Host")) {
                request.removeHeader(name);
            }
        }
        edits.forEachSet(request::header);
        return request.method(original.method(), body(attempt)).build();
    }

    private @Nullable RequestBody body(Attempt attempt) {
        RequestBody body = original.body();
        byte[] bytes = attempt.body();
        return body == null || bytes == null ? body : RequestBody.create(bytes, body.contentType());
    }
}
