package io.gptload.client.http;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpMethod;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import io.gptload.client.Group;
import io.gptload.client.http.anthropic.GptLoadAnthropicInterceptor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Uses the client that the anthropic-java interceptor makes. */
final class AnthropicCaller implements Caller {

    private final HttpClient client;

    AnthropicCaller(Group group) {
        client = GptLoadAnthropicInterceptor.of(group).intercept(new Unused());
    }

    private static HttpRequest request(String path, HttpRequestBody body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.builder()
                .method(HttpMethod.POST)
                .baseUrl("http://anywhere.invalid")
                .putHeader("Authorization", "Bearer placeholder")
                .body(body);
        List.of(path.substring(1).split("/")).forEach(request::addPathSegment);
        headers.forEach(request::replaceHeaders);
        return request.build();
    }

    private static Reply reply(HttpResponse response) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers()
                .names()
                .forEach(name ->
                        headers.put(name, response.headers().values(name).get(0)));
        try (response) {
            return new Reply(response.statusCode(), headers, response.body().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Reply post(String path, byte[] body, Map<String, String> headers) {
        return reply(client.execute(request(path, new Json(body, true), headers), RequestOptions.none()));
    }

    @Override
    public Reply postOnce(String path, String json) {
        HttpRequestBody body = new Json(json.getBytes(StandardCharsets.UTF_8), false);
        return reply(client.execute(request(path, body, Map.of()), RequestOptions.none()));
    }

    @Override
    public Events stream(String path, String json) {
        HttpRequestBody body = new Json(json.getBytes(StandardCharsets.UTF_8), true);
        HttpResponse response = client.execute(request(path, body, Map.of()), RequestOptions.none());
        return new SseEvents(response.statusCode(), response.body(), response::close);
    }

    @Override
    public Pending begin(String path, String json) {
        HttpRequestBody body = new Json(json.getBytes(StandardCharsets.UTF_8), true);
        CompletableFuture<HttpResponse> response =
                client.executeAsync(request(path, body, Map.of()), RequestOptions.none());
        return new Pending() {
            @Override
            public CompletableFuture<Reply> reply() {
                return response.thenApply(AnthropicCaller::reply);
            }

            @Override
            public void cancel() {
                if (!response.cancel(true)) {
                    response.join().close(); // its body is being read
                }
            }
        };
    }

    @Override
    public void close() {
        client.close();
    }

    private record Json(byte[] bytes, boolean again) implements HttpRequestBody {

        @Override
        public void writeTo(OutputStream out) {
            try {
                out.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public @Nullable String contentType() {
            return "application/json";
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean repeatable() {
            return again;
        }

        @Override
        public void close() {}
    }

    private static final class Unused implements HttpClient {

        @Override
        public HttpResponse execute(HttpRequest request, RequestOptions options) {
            throw new AssertionError("the SDK's own client is left unused");
        }

        @Override
        public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
            throw new AssertionError("the SDK's own client is left unused");
        }

        @Override
        public void close() {}
    }
}
