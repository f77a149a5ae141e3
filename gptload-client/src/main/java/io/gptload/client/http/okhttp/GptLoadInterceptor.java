package io.gptload.client.http.okhttp;

import io.gptload.client.Group;
import io.gptload.client.http.AttemptLoop;
import io.gptload.client.http.AttemptLoop.Result;
import io.gptload.client.session.Answer;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Header;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends every request of an OkHttp client through a group. It is <em>terminal</em>: it calls the upstream with a client of
 * its own instead of going on with the chain, because interceptors that SDKs put behind it take the key away when the
 * host changes, or retry on their own with the key that just failed. Redirects of upstreams are passed on, not followed.
 *
 * <p>Failures come back as responses in the provider's own error shape, never as exceptions, unless the call was
 * cancelled. Thread-safe; one instance serves any number of clients.
 *
 * <pre>{@code
 * OpenAIOkHttpClient.builder()
 *         .apiKey(GptLoad.PLACEHOLDER_KEY)
 *         .addInterceptor(GptLoadInterceptor.of(gptLoad.group("openai")))
 *         .build();
 * }</pre>
 */
public final class GptLoadInterceptor implements Interceptor {

    private final Group group;
    private final EngineClient client;

    private GptLoadInterceptor(Group group, OkHttpClient base) {
        this.group = group;
        this.client = new EngineClient(group, base);
    }

    /** An interceptor for that group, with an HTTP client of its own. */
    public static GptLoadInterceptor of(Group group) {
        return new GptLoadInterceptor(group, new OkHttpClient());
    }

    /**
     * An interceptor for that group.
     *
     * @param base what the client that reaches the upstreams is derived from (TLS, DNS, proxy, event listeners); its
     *     timeouts, connection pool and interceptors are not used
     */
    public static GptLoadInterceptor of(Group group, OkHttpClient base) {
        return new GptLoadInterceptor(group, base);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        OkHttpTransport transport = new OkHttpTransport(client.get(), request);
        AttemptLoop<OkHttpExchange> loop = new AttemptLoop<>(group.newSession(callRequest(request, chain)), transport);
        onCancel(chain.call(), () -> {
            loop.cancel();
            transport.cancel();
        });
        Result<OkHttpExchange> result = loop.run();
        if (result instanceof Result.Relayed<OkHttpExchange> relayed) {
            return relay(request, relayed);
        }
        return response(request, ((Result.Replied<OkHttpExchange>) result).answer());
    }

    private CallRequest callRequest(Request request, Chain chain) throws IOException {
        CallRequest.Builder call = CallRequest.of(
                        request.method(), request.url().encodedPath())
                .query(request.url().encodedQuery())
                .headers(new OkHttpHeaders(request.headers()))
                .timeLeft(timeLeft(chain.call()));
        RequestBody body = request.body();
        if (body == null) {
            return call.build();
        }
        long limit = group.settings().maxReplayBody();
        if (body.isOneShot() || body.isDuplex() || body.contentLength() > limit) {
            return call.bodySentOnce().build();
        }
        Buffer buffer = new Buffer();
        body.writeTo(buffer);
        return call.body(buffer.readByteArray()).build();
    }

    private static @Nullable Duration timeLeft(Call call) {
        long nanos = call.timeout().timeoutNanos();
        return nanos == 0 ? null : Duration.ofNanos(nanos);
    }

    private static void onCancel(Call call, Runnable action) {
        try {
            call.addEventListener(new EventListener() {
                @Override
                public void canceled(Call cancelled) {
                    action.run();
                }
            });
        } catch (NoSuchMethodError | AbstractMethodError e) {
            return; // before OkHttp 5.4 nothing tells; the call's own timeout still ends it
        }
        if (call.isCanceled()) {
            action.run();
        }
    }

    private static Response relay(Request request, Result.Relayed<OkHttpExchange> relayed) {
        Response upstream = relayed.exchange().response();
        if (upstream.code() == 101) {
            relayed.attempt().onEnd();
            return upstream;
        }
        Response.Builder response = upstream.newBuilder()
                .request(request)
                .body(new RelayedBody(upstream.body(), relayed.exchange().call(), relayed.attempt()));
        for (Header header : relayed.headers()) {
            response.header(header.name(), header.value());
        }
        return response.build();
    }

    private static Response response(Request request, Answer answer) {
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
