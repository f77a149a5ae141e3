package io.gptload.client.http;

import io.gptload.client.Group;
import io.gptload.client.http.jdk.GptLoadHttpClient;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Uses the wrapped {@code java.net.http} client, blocking or not. */
final class JdkCaller implements Caller {

    private final HttpClient client;
    private final boolean blocking;

    JdkCaller(Group group, boolean blocking) {
        this.client = GptLoadHttpClient.builder(group).build();
        this.blocking = blocking;
    }

    private static HttpRequest request(String path, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://anywhere.invalid" + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer placeholder")
                .POST(body);
        headers.forEach(request::setHeader);
        return request.build();
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws Exception {
        return blocking
                ? client.send(request, handler)
                : client.sendAsync(request, handler).get();
    }

    private static Reply reply(HttpResponse<byte[]> response) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Reply(response.statusCode(), headers, response.body());
    }

    @Override
    public Reply post(String path, byte[] body, Map<String, String> headers) throws Exception {
        return reply(send(request(path, BodyPublishers.ofByteArray(body), headers), BodyHandlers.ofByteArray()));
    }

    @Override
    public Reply postOnce(String path, String json) throws Exception {
        InputStream once = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
        return reply(
                send(request(path, BodyPublishers.ofInputStream(() -> once), Map.of()), BodyHandlers.ofByteArray()));
    }

    @Override
    public Events stream(String path, String json) throws Exception {
        HttpResponse<InputStream> response =
                send(request(path, BodyPublishers.ofString(json), Map.of()), BodyHandlers.ofInputStream());
        return new SseEvents(response.statusCode(), response.body(), response.body()::close);
    }

    @Override
    public Pending begin(String path, String json) {
        HttpRequest request = request(path, BodyPublishers.ofString(json), Map.of());
        return blocking ? new Interruptible(request) : new Asynchronous(request);
    }

    private final class Asynchronous implements Pending {

        private final CompletableFuture<HttpResponse<byte[]>> response;

        Asynchronous(HttpRequest request) {
            response = client.sendAsync(request, BodyHandlers.ofByteArray());
        }

        @Override
        public CompletableFuture<Reply> reply() {
            return response.thenApply(JdkCaller::reply);
        }

        @Override
        public void cancel() {
            response.cancel(true);
        }
    }

    private final class Interruptible implements Pending {

        private final CompletableFuture<Reply> reply = new CompletableFuture<>();
        private final Thread thread;

        Interruptible(HttpRequest request) {
            thread = new Thread(() -> {
                try {
                    reply.complete(JdkCaller.reply(client.send(request, BodyHandlers.ofByteArray())));
                } catch (Exception e) {
                    reply.completeExceptionally(e);
                }
            });
            thread.start();
        }

        @Override
        public CompletableFuture<Reply> reply() {
            return reply;
        }

        @Override
        public void cancel() {
            thread.interrupt();
        }
    }
}
