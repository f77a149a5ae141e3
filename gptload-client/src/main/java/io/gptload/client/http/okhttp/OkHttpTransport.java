package io.gptload.client.http.okhttp;

import io.gptload.client.http.AttemptLoop;
import io.gptload.client.rewrite.HeaderEdits;
import io.gptload.client.session.Attempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.util.List;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Sends the attempts of one call. The call under way can be cancelled from any thread. */
final class OkHttpTransport implements AttemptLoop.Transport<OkHttpExchange> {

    private final EngineClient engineClient;
    private final Request original;
    private final @Nullable ReplayableBody callersBody;
    private final Runnable beforeSending;
    private volatile @Nullable Call underWay;
    private volatile boolean cancelled;

    /** @param callersBody the original's if it is read when that is needed; {@code null} if it was, or cannot be */
    OkHttpTransport(
            EngineClient engineClient, Request original, @Nullable ReplayableBody callersBody, Runnable beforeSending) {
        this.engineClient = engineClient;
        this.original = original;
        this.callersBody = callersBody;
        this.beforeSending = beforeSending;
    }

    private OkHttpClient client(Attempt attempt, HttpUrl url) {
        OkHttpClient client = engineClient.reaching(attempt, url);
        boolean upgrade = original.method().equals("GET") && original.header("Upgrade") != null;
        return upgrade ? forUpgrades(client) : client;
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
        underWay = call;
        beforeSending.run();
        if (cancelled) {
            call.cancel();
        }
        try {
            return exchange(call, attempt);
        } catch (IOException e) {
            checkBody(attempt, e);
            throw e;
        }
    }

    /**
     * A body that cannot be read, a file that is gone say, is no fault of the upstream's.
     *
     * @throws UncheckedIOException what is wrong with it
     */
    private void checkBody(Attempt attempt, IOException failure) {
        if (callersBody == null || cancelled || !attempt.isBodyUnread() || attempt.body() != null) {
            return;
        }
        IOException unreadable = callersBody.unreadable();
        if (unreadable != null) {
            unreadable.addSuppressed(failure);
            throw new UncheckedIOException(unreadable);
        }
    }

    private OkHttpExchange exchange(Call call, Attempt attempt) throws IOException {
        CallClock clock = engineClient.timeouts().start(call::cancel, responseDeadline(attempt));
        boolean done = false;
        try {
            Response response = checked(call, call.execute());
            OkHttpExchange exchange = new OkHttpExchange(call, response, clock);
            clock.responded(attempt.timeouts().idle().toNanos(), attempt.deadline(), exchange::isEventStream);
            done = true;
            return exchange;
        } catch (IOException e) {
            throw clock.named(e);
        } finally {
            if (!done) {
                clock.stop();
            }
        }
    }

    /** When there must be a response, on the clock of {@link System#nanoTime()}. */
    private static long responseDeadline(Attempt attempt) {
        long patience = attempt.startedAt() + attempt.timeouts().header().toNanos();
        long deadline = attempt.deadline();
        return deadline - patience < 0 && !attempt.streams() ? deadline : patience;
    }

    private static Response checked(Call call, Response response) throws IOException {
        if (response.code() == GroupCall.SWITCHING_PROTOCOLS && response.socket() == null) {
            response.close();
            call.cancel();
            throw new ProtocolException("The upstream switched protocols unasked");
        }
        return response;
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
        RequestBody body = body(attempt);
        return (body == original.body() ? request : request.method(original.method(), body)).build();
    }

    private @Nullable RequestBody body(Attempt attempt) {
        RequestBody body = original.body();
        if (body == null || callersBody != null && attempt.isBodyUnread()) {
            return body;
        }
        byte[] bytes = attempt.body();
        return bytes == null ? body : RequestBody.create(bytes, body.contentType());
    }
}
