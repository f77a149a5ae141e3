package io.gptload.client.http.jdk;

import io.gptload.client.Group;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HttpClient} that sends every request through a group. Scheme, host and port of a request do not matter; its
 * path, query, headers and body do. Failures come back as responses in the provider's own error shape; an exception is
 * thrown only when the call was cancelled or interrupted. Push promises are not passed on. The proxy is the one the client
 * was built with; the group's {@code proxy_url} does not count here. Thread-safe.
 */
public final class GptLoadHttpClient extends HttpClient {

    /** Where the JDK's own client completes its futures. */
    private static final Executor DEFAULT_EXECUTOR = new CompletableFuture<Void>().defaultExecutor();

    private final HttpClient delegate;
    private final Group group;
    private final Watchdog watchdog;

    private GptLoadHttpClient(HttpClient delegate, Group group) {
        if (delegate.followRedirects() != Redirect.NEVER) {
            throw new IllegalArgumentException("the client must not follow redirects: they would take the key along");
        }
        this.delegate = delegate;
        this.group = group;
        this.watchdog = new Watchdog();
    }

    /**
     * A client that reaches the group's upstreams through the given one.
     *
     * @param delegate its own limit for connecting holds; {@link HttpRequest#timeout()} limits the whole call
     * @throws IllegalArgumentException if the delegate follows redirects
     */
    public static HttpClient wrap(HttpClient delegate, Group group) {
        return new GptLoadHttpClient(delegate, group);
    }

    /** A builder whose clients send through the group, for APIs that want a builder. They never follow redirects. */
    public static HttpClient.Builder builder(Group group) {
        return new GroupClientBuilder(
                HttpClient.newBuilder().connectTimeout(group.settings().connectTimeout()), group);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> future = start(request, handler, Runnable::run);
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    private static IOException rethrown(@Nullable Throwable cause) {
        Throwable failure = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return failure instanceof IOException e ? e : new IOException(failure);
    }

    private <T> CompletableFuture<HttpResponse<T>> start(
            HttpRequest request, BodyHandler<T> handler, Executor completing) throws IOException {
        return new GroupCall<>(delegate, watchdog, group, request, handler, completing).start();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        try {
            return start(request, handler, DEFAULT_EXECUTOR);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushPromiseHandler) {
        return sendAsync(request, handler);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return delegate.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return delegate.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return delegate.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return delegate.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return delegate.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return delegate.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return delegate.authenticator();
    }

    @Override
    public Version version() {
        return delegate.version();
    }

    @Override
    public Optional<Executor> executor() {
        return delegate.executor();
    }
}
