package io.gptload.client.http.okhttp;

import io.gptload.client.Group;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import okhttp3.Call;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
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

    private static final int ASYNC_CALLS = 512;

    private final Group group;
    private final EngineClient client;
    private @Nullable Asked latest; // of whichever thread: most calls are for one URL

    private record Asked(String url, String path) {}

    private GptLoadInterceptor(Group group, OkHttpClient base, CallTimeouts timeouts) {
        this.group = group;
        this.client = new EngineClient(base, UpstreamProxies.NONE, timeouts);
    }

    /** An interceptor for that group, with an HTTP client of its own. */
    public static GptLoadInterceptor of(Group group) {
        return of(group, new OkHttpClient());
    }

    /**
     * An interceptor for that group.
     *
     * @param base what the client that reaches the upstreams is derived from (TLS, DNS, proxy, event listeners); its
     *     timeouts, connection pool and interceptors are not used
     */
    public static GptLoadInterceptor of(Group group, OkHttpClient base) {
        return of(group, base, new CallTimeouts());
    }

    /**
     * An interceptor for that group.
     *
     * @param base as in {@link #of(Group, OkHttpClient)}
     * @param timeouts enforces the group's timeouts; one may do so for any number of groups
     */
    public static GptLoadInterceptor of(Group group, OkHttpClient base, CallTimeouts timeouts) {
        return new GptLoadInterceptor(group, base, timeouts);
    }

    /**
     * A client whose requests go through the group, whatever host they name. Its own timeouts are off, the group's count,
     * and up to {@value #ASYNC_CALLS} asynchronous calls run at once.
     */
    public OkHttpClient newClient() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(ASYNC_CALLS);
        dispatcher.setMaxRequestsPerHost(ASYNC_CALLS); // to OkHttp they all seem to go to one host
        return new OkHttpClient.Builder()
                .addInterceptor(this)
                .dispatcher(dispatcher)
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .build();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        CallRequest.Builder asked = asked(request, chain.call());
        RequestBody body = request.body();
        ReplayableBody replayable =
                body == null ? null : ReplayableBody.of(body, group.settings().maxReplayBody(), asked);
        Session session = group.newSession(asked.build());
        GroupCall call = new GroupCall(client, session, request, replayable);
        cancelWith(chain.call(), call);
        try {
            return call.execute();
        } catch (UncheckedIOException e) {
            throw e.getCause(); // the caller's body cannot be read
        }
    }

    private static void cancelWith(Call callers, GroupCall call) {
        try {
            callers.addEventListener(new EventListener() {
                @Override
                public void canceled(Call cancelled) {
                    call.cancel();
                }
            });
        } catch (NoSuchMethodError | AbstractMethodError e) {
            call.askWhetherCallerIsGone(callers::isCanceled); // OkHttp before 5.4 tells nobody
            return;
        }
        if (callers.isCanceled()) {
            call.cancel();
        }
    }

    private CallRequest.Builder asked(Request request, Call call) {
        HttpUrl url = request.url();
        String query = url.encodedQuery();
        return CallRequest.of(request.method(), query == null ? path(url) : url.encodedPath())
                .query(query)
                .headers(new OkHttpHeaders(request.headers()))
                .timeLeft(timeLeft(call));
    }

    private String path(HttpUrl url) {
        Asked known = latest;
        if (known == null || !known.url.equals(url.toString())) {
            known = new Asked(url.toString(), url.encodedPath());
            latest = known;
        }
        return known.path;
    }

    private static @Nullable Duration timeLeft(Call call) {
        long nanos = call.timeout().timeoutNanos();
        return nanos == 0 ? null : Duration.ofNanos(nanos);
    }
}
