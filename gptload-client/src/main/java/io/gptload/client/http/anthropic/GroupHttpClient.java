package io.gptload.client.http.anthropic;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** The SDK's view of an OkHttp client that sends through a group. */
final class GroupHttpClient implements HttpClient {

    private static final String METHODS_WITH_BODY = "POST PUT PATCH";

    private final OkHttpClient client;
    private final HttpClient unused;

    GroupHttpClient(OkHttpClient client, HttpClient unused) {
        this.client = client;
        this.unused = unused;
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        try {
            return new GroupHttpResponse(call(request, options).execute());
        } catch (IOException e) {
            throw new AnthropicIoException("Request failed", e);
        }
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        CompletableFuture<HttpResponse> future = new CompletableFuture<>();
        Call call = call(request, options);
        call.enqueue(new Callback() {
            @Override
            public void onResponse(Call answered, Response response) {
                if (!future.complete(new GroupHttpResponse(response))) {
                    response.close();
                }
            }

            @Override
            public void onFailure(Call failed, IOException e) {
                future.completeExceptionally(new AnthropicIoException("Request failed", e));
            }
        });
        future.whenComplete((response, error) -> {
            if (future.isCancelled()) {
                call.cancel();
            }
        });
        return future;
    }

    private Call call(HttpRequest request, RequestOptions options) {
        Request.Builder http = new Request.Builder().url(request.url());
        for (String name : request.headers().names()) {
            request.headers().values(name).forEach(value -> http.addHeader(name, value));
        }
        String method = request.method().name();
        Call call = client.newCall(http.method(method, body(request, method)).build());
        options.timeout()
                .ifPresent(timeout -> call.timeout().timeout(timeout.request().toNanos(), TimeUnit.NANOSECONDS));
        return call;
    }

    private static @Nullable RequestBody body(HttpRequest request, String method) {
        HttpRequestBody body = request.body().orElse(null);
        if (body == null) {
            return METHODS_WITH_BODY.contains(method) ? RequestBody.create(new byte[0], null) : null;
        }
        return new SdkBody(body);
    }

    @Override
    public void close() {
        unused.close();
        client.dispatcher().executorService().shutdown();
    }

    private static final class SdkBody extends RequestBody {

        private final HttpRequestBody body;

        SdkBody(HttpRequestBody body) {
            this.body = body;
        }

        @Override
        public @Nullable MediaType contentType() {
            String type = body.contentType();
            return type == null ? null : MediaType.parse(type);
        }

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public boolean isOneShot() {
            return !body.repeatable();
        }

        @Override
        public void writeTo(BufferedSink sink) {
            body.writeTo(sink.outputStream());
        }
    }
}
