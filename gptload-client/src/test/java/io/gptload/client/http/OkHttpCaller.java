package io.gptload.client.http;

import io.gptload.client.Group;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/** Uses an OkHttp client with the interceptor. */
final class OkHttpCaller implements Caller {

    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient client;

    OkHttpCaller(Group group) {
        client = new OkHttpClient.Builder()
                .addInterceptor(GptLoadInterceptor.of(group))
                .readTimeout(java.time.Duration.ZERO)
                .build();
    }

    private Call call(String path, RequestBody body, Map<String, String> headers) {
        Request.Builder request = new Request.Builder()
                .url("http://anywhere.invalid" + path)
                .header("Authorization", "Bearer placeholder")
                .post(body);
        headers.forEach(request::header);
        return client.newCall(request.build());
    }

    private static Reply reply(Response response) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach(header -> headers.put(header.getFirst(), header.getSecond()));
        try (response) {
            return new Reply(response.code(), headers, response.body().bytes());
        }
    }

    @Override
    public Reply post(String path, byte[] body, Map<String, String> headers) throws Exception {
        return reply(call(path, RequestBody.create(body, JSON), headers).execute());
    }

    @Override
    public Reply postOnce(String path, String json) throws Exception {
        RequestBody body = new RequestBody() {
            @Override
            public MediaType contentType() {
                return JSON;
            }

            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.writeUtf8(json);
            }
        };
        return reply(call(path, body, Map.of()).execute());
    }

    @Override
    public Events stream(String path, String json) throws Exception {
        Call call = call(path, RequestBody.create(json, JSON), Map.of());
        Response response = call.execute();
        return new SseEvents(response.code(), response.body().byteStream(), call::cancel);
    }

    @Override
    public Pending begin(String path, String json) {
        Call call = call(path, RequestBody.create(json, JSON), Map.of());
        CompletableFuture<Reply> future = new CompletableFuture<>();
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                future.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call answered, Response response) throws IOException {
                try {
                    future.complete(reply(response));
                } catch (IOException e) {
                    future.completeExceptionally(e);
                }
            }
        });
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
}
