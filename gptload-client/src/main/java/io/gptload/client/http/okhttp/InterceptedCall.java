package io.gptload.client.http.okhttp;

import io.gptload.client.http.AttemptLoop;
import io.gptload.client.http.AttemptLoop.Result;
import io.gptload.client.session.Answer;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.Header;
import io.gptload.client.session.Session;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** A caller's call on its way through a group, from its request to the last byte of its response. */
final class InterceptedCall {

    private final Call call;
    private final Request request;
    private final OkHttpTransport transport;
    private final AttemptLoop<OkHttpExchange> loop;
    private volatile @Nullable Attempt relayed;
    private volatile boolean cancelled;

    /**
     * @param client sends the attempts
     * @param call the caller's own, which is never sent
     */
    InterceptedCall(OkHttpClient client, Session session, Call call, Request request) {
        this.call = call;
        this.request = request;
        this.transport = new OkHttpTransport(client, request, this::cancelIfCallerDid);
        this.loop = new AttemptLoop<>(session, transport);
    }

    Response run() throws IOException {
        listen();
        Result<OkHttpExchange> result = loop.run();
        return result instanceof Result.Relayed<OkHttpExchange> passedOn
                ? relay(passedOn)
                : response(((Result.Replied<OkHttpExchange>) result).answer());
    }

    private void listen() {
        try {
            call.addEventListener(new EventListener() {
                @Override
                public void canceled(Call cancelledCall) {
                    cancel();
                }
            });
        } catch (NoSuchMethodError | AbstractMethodError e) {
            return; // OkHttp before 5.4 tells nobody; it is asked before each attempt and each read
        }
        cancelIfCallerDid();
    }

    void cancelIfCallerDid() {
        if (!cancelled && call.isCanceled()) {
            cancel();
        }
    }

    private void cancel() {
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
        if (upstream.code() == 101) {
            attempt.onEnd();
            return upstream;
        }
        relayed = attempt;
        if (cancelled) {
            attempt.onAbandoned();
        }
        Response.Builder response = upstream.newBuilder()
                .request(request)
                .networkResponse(null) // its request holds the key
                .body(new RelayedBody(upstream.body(), result.exchange().call(), attempt, this));
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
