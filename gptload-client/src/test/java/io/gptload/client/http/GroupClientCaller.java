package io.gptload.client.http;

import io.gptload.client.Group;
import io.gptload.client.http.okhttp.EventStream;
import io.gptload.client.http.okhttp.GroupClient;
import io.gptload.client.http.okhttp.GroupResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Uses the call API, blocking or not. */
final class GroupClientCaller implements Caller {

    private final GroupClient client;
    private final boolean blocking;

    GroupClientCaller(Group group, boolean blocking) {
        this.client = GroupClient.of(group);
        this.blocking = blocking;
    }

    private static Reply reply(GroupResponse response) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Reply(response.status(), headers, response.body().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reply post(String path, byte[] body, Map<String, String> headers) throws Exception {
        String json = new String(body, StandardCharsets.UTF_8);
        return reply(
                blocking
                        ? client.post(path, json)
                        : client.postAsync(path, json).get());
    }

    @Override
    public @Nullable Reply postOnce(String path, String json) {
        return null;
    }

    @Override
    public Events stream(String path, String json) throws Exception {
        EventStream stream = client.stream(path, json);
        return new Events() {
            @Override
            public int status() {
                return stream.status();
            }

            @Override
            public @Nullable String next() throws Exception {
                return stream.next();
            }

            @Override
            public void cancel() {
                stream.close();
            }
        };
    }

    @Override
    public @Nullable Pending begin(String path, String json) {
        if (blocking) {
            return null;
        }
        CompletableFuture<GroupResponse> response = client.postAsync(path, json);
        return new Pending() {
            @Override
            public CompletableFuture<Reply> reply() {
                return response.thenApply(GroupClientCaller::reply);
            }

            @Override
            public void cancel() {
                response.cancel(true);
            }
        };
    }

    @Override
    public boolean binary() {
        return false;
    }
}
