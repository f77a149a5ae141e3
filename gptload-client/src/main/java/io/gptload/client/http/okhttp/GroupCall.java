package io.gptload.client.http.okhttp;

import io.gptload.client.http.AttemptLoop;
import io.gptload.client.http.AttemptLoop.Result;
import io.gptload.client.session.Answer;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.Header;
import io.gptload.client.session.Session;
import java.io.IOException;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way through a group, from its request to the last byte of its response. Runs once; {@link #cancel()} may
 * come from any thread at any time.
 */
public final class GroupCall {

    static final int SWITCHING_PROTOCOLS = 101;

    private final Request request;
    private final OkHttpTransport transport;
    private final AttemptLoop<OkHttpExchange> loop;
    private volatile @Nullable Attempt relayed;
    private volatile boolean cancelled;
    private @Nullable BooleanSupplier callerGone;

    /**
     * @param client sends the attempts
     * @param request the caller's own, which is never sent as it is
     * @param body the request's if it is read when that is needed
     */
    GroupCall(EngineClient client, Session session, Request request, @Nullable ReplayableBody body) {
        this.request = request;
        this.transport = new OkHttpTransport(client, request, body, this::cancelIfCallerIsGone);
        this.loop = new AttemptLoop<>(session, transport);
    }

    /**
     * Runs the call until its response begins. Whatever fails comes back as a response; close it, or read it to its end.
     * A request with {@code Connection: Upgrade} may be answered with 101: then the response has a
     * {@linkplain Response#socket() socket}, and the key stays in flight until that is cancelled or closed both ways.
     *
     * @throws IOException if it was cancelled, or the thread was interrupted while it paused between attempts
     */
    public Response execute() throws IOException {
        cancelIfCallerIsGone();
        Result<OkHttpExchange> result = loop.run();
        return result instanceof Result.Relayed<OkHttpExchange> passedOn
                ? relay(passedOn)
                : response(((Result.Replied<OkHttpExchange>) result).answer());
    }

    /**
     * The group whose key the response came with: of a call through an aggregate group, the member. {@code null} before
     * {@link #execute()} returned, and when the answer is not an upstream's.
     */
    public @Nullable String servedBy() {
        Attempt attempt = relayed;
        return attempt == null ? null : attempt.group();
    }

    /** Has this asked before each attempt and each read, if nobody tells. Before it is executed. */
    void askWhetherCallerIsGone(BooleanSupplier gone) {
        callerGone = gone;
    }

    void cancelIfCallerIsGone() {
        if (callerGone != null && !cancelled && callerGone.getAsBoolean()) {
            cancel();
        }
    }

    /** The caller went away: the upstream's request is cancelled, and nobody is blamed. */
    public void cancel() {
        cancelled = true;
        loop.cancel();
        transport.cancel();
        Attempt attempt = relayed;
        if (attempt != null) {
            attempt.onAbandoned(); // whoever cancels need not read on to find out
        }
    }

    private Response relay(Result.Relayed<OkHttpExchange> result) {
        Response upstream = result.exchange().response();
        Attempt attempt = result.attempt();
        relayed = attempt;
        if (cancelled) {
            attempt.onAbandoned();
        }
        Response.Builder response =
                upstream.newBuilder().request(request).networkResponse(null); // its request holds the key
        if (upstream.code() == SWITCHING_PROTOCOLS) {
            result.exchange().clock().stop(); // from now on there are no timeouts
            return response.socket(new LeasedSocket(Objects.requireNonNull(upstream.socket()), attempt))
                    .build();
        }
        response.body(new RelayedBody(upstream.body(), result.exchange(), attempt, this));
        for (Header header : result.headers()) {
            response.header(header.name(), header.value());
        }
        return response.build();
    }

    private Response response(Answer answer) {
        Response.Builder response = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(answer.status())
                .message("");
        String contentType = null;
        for (Header header : answer.headers()) {
            response.addHeader(header.name(), header.value());
            if (header.name().equalsIgnoreCase("Content-Type")) {
                contentType = header.value();
            }
        }
        MediaType type = contentType == null ? null : MediaType.parse(contentType);
        return response.body(ResponseBody.create(answer.body(), type)).build();
    }
}
