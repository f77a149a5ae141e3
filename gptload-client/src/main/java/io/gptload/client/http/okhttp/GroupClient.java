package io.gptload.client.http.okhttp;

import io.gptload.client.Group;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Calls a group without an SDK: JSON in, JSON or events out. A failure that no other key or upstream could make up for is
 * a {@link GroupResponse} with the provider's error, not an exception. Thread-safe.
 *
 * <pre>{@code
 * GroupClient client = GroupClient.of(gptLoad.group("openai"));
 * GroupResponse response = client.post("/v1/chat/completions", json);
 * }</pre>
 */
public final class GroupClient {

    private static final MediaType JSON = MediaType.get("application/json");

    /** Never resolved: the interceptor replaces it. */
    private static final String ANYWHERE = "http://gptload.invalid";

    private final OkHttpClient client;

    private GroupClient(OkHttpClient client) {
        this.client = client;
    }

    /** A client for that group. */
    public static GroupClient of(Group group) {
        return new GroupClient(GptLoadInterceptor.of(group).newClient());
    }

    /**
     * Posts JSON and reads the whole answer.
     *
     * @param path the path below the upstream's base URL, starting with a slash; may have a query
     * @throws IOException if the answer broke off while it was read
     */
    public GroupResponse post(String path, String json) throws IOException {
        return read(call(path, json).execute());
    }

    /**
     * Gets a path and reads the whole answer.
     *
     * @param path the path below the upstream's base URL, starting with a slash; may have a query
     * @throws IOException if the answer broke off while it was read
     */
    public GroupResponse get(String path) throws IOException {
        return read(client.newCall(new Request.Builder().url(ANYWHERE + path).build())
                .execute());
    }

    /** As {@link #post}, without blocking. Cancelling the future cancels the call and its upstream request. */
    public CompletableFuture<GroupResponse> postAsync(String path, String json) {
        Call call = call(path, json);
        CompletableFuture<GroupResponse> future = new CompletableFuture<>();
        call.enqueue(new Callback() {
            @Override
            public void onResponse(Call answered, Response response) {
                try {
                    future.complete(read(response));
                } catch (IOException e) {
                    future.completeExceptionally(e);
                }
            }

            @Override
            public void onFailure(Call failed, IOException e) {
                future.completeExceptionally(e);
            }
        });
        future.whenComplete((response, error) -> {
            if (future.isCancelled()) {
                call.cancel();
            }
        });
        return future;
    }

    /**
     * Posts JSON and reads the answer event by event. Close the stream to cancel what is left of it.
     *
     * @throws IOException if the call was cancelled
     */
    public EventStream stream(String path, String json) throws IOException {
        return new EventStream(call(path, json).execute());
    }

    private Call call(String path, String json) {
        return client.newCall(new Request.Builder()
                .url(ANYWHERE + path)
                .post(RequestBody.create(json.getBytes(StandardCharsets.UTF_8), JSON))
                .build());
    }

    private static GroupResponse read(Response response) throws IOException {
        try (ResponseBody body = response.body()) {
            return new GroupResponse(response.code(), response.headers().toMultimap(), body.string());
        }
    }
}
