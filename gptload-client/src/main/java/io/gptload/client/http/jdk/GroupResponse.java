package io.gptload.client.http.jdk;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The response a caller gets: to the request it made, not to the one an upstream got.
 *
 * @param <T> the body
 */
record GroupResponse<T>(
        HttpRequest request,
        int statusCode,
        HttpHeaders headers,
        @Nullable T body,
        Version version) implements HttpResponse<T> {

    static <T> GroupResponse<T> of(HttpRequest request, AnswerInfo info, @Nullable T body) {
        return new GroupResponse<>(request, info.statusCode(), info.headers(), body, info.version());
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return Optional.empty();
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public String toString() {
        return "(" + request.method() + " " + request.uri().getRawPath() + ") " + statusCode;
    }
}
