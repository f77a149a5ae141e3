package io.gptload.client.http.anthropic;

import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpResponse;
import java.io.InputStream;
import okhttp3.Response;

/** An OkHttp response as the SDK reads it. */
final class GroupHttpResponse implements HttpResponse {

    private final Response response;
    private final Headers headers;

    GroupHttpResponse(Response response) {
        this.response = response;
        Headers.Builder builder = Headers.builder();
        response.headers().forEach(header -> builder.put(header.getFirst(), header.getSecond()));
        this.headers = builder.build();
    }

    @Override
    public int statusCode() {
        return response.code();
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public InputStream body() {
        return response.body().byteStream();
    }

    @Override
    public void close() {
        response.close();
    }
}
