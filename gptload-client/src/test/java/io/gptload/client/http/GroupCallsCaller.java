package io.gptload.client.http;

import io.gptload.client.Group;
import io.gptload.client.http.okhttp.CallTimeouts;
import io.gptload.client.http.okhttp.GroupCall;
import io.gptload.client.http.okhttp.GroupCalls;
import io.gptload.client.http.okhttp.UpstreamProxies;
import io.gptload.client.session.CallRequest;
import io.gptload.client.wire.HeaderView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Sends requests as a server does, with its own way to enforce timeouts. */
final class GroupCallsCaller implements Caller {

    private static final MediaType JSON = MediaType.get("application/json");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final CallTimeouts timeouts = new CallTimeouts(timer);
    private final GroupCalls calls;

    GroupCallsCaller(Group group) {
        calls = GroupCalls.of(group, new OkHttpClient(), UpstreamProxies.NONE, timeouts);
    }

    private GroupCall call(String path, byte[] body, boolean once, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Authorization", "Bearer placeholder");
        CallRequest.Builder asked = CallRequest.of("POST", path).headers(HeaderView.of(all));
        CallRequest request = (once ? asked.bodySentOnce() : asked.body(body)).build();
        Request sent = new Request.Builder()
                .url("http://anywhere.invalid/")
                .headers(Headers.of(all))
                .post(RequestBody.create(body, JSON))
                .build();
        return calls.newCall(request, sent);
    }

    private static Reply reply(Response response) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach(header -> headers.put(header.getFirst(), header.getSecond()));
        try (response) {
            return new Reply(response.code(), headers, response.body().bytes());
        }
    }

    @Override
    public Reply post(String path, byte[] body, Map<String, String> headers) throws IOException {
        return reply(call(path, body, false, headers).execute());
    }

    @Override
    public Reply postOnce(String path, String json) throws IOException {
        return reply(call(path, json.getBytes(StandardCharsets.UTF_8), true, Map.of())
                .execute());
    }

    @Override
    public Events stream(String path, String json) throws IOException {
        GroupCall call = call(path, json.getBytes(StandardCharsets.UTF_8), false, Map.of());
        Response response = call.execute();
        return new SseEvents(response.code(), response.body().byteStream(), call::cancel);
    }

    @Override
    public Pending begin(String path, String json) {
        GroupCall call = call(path, json.getBytes(StandardCharsets.UTF_8), false, Map.of());
        CompletableFuture<Reply> future = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                future.complete(reply(call.execute()));
            } catch (IOException e) {
                future.completeExceptionally(e);
            }
        });
        thread.start();
        return new Pending() {
            @Override
            public CompletableFuture<Reply> reply() {
                return future;
            }

            @Override
            public void cancel() {
                call.cancel();
            }
        };
    }

    @Override
    public void close() {
        timeouts.close();
        timer.shutdownNow();
    }
}
