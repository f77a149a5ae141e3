package io.gptload.client.http.jdk;

import io.gptload.client.Group;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Builds clients that send through a group. Not thread-safe. */
final class GroupClientBuilder implements HttpClient.Builder {

    private final HttpClient.Builder delegate;
    private final Group group;

    GroupClientBuilder(HttpClient.Builder delegate, Group group) {
        this.delegate = delegate;
        this.group = group;
    }

    @Override
    public HttpClient build() {
        return GptLoadHttpClient.wrap(delegate.build(), group);
    }

    @Override
    public HttpClient.Builder cookieHandler(CookieHandler value) {
        delegate.cookieHandler(value);
        return this;
    }

    @Override
    public HttpClient.Builder connectTimeout(Duration value) {
        delegate.connectTimeout(value);
        return this;
    }

    @Override
    public HttpClient.Builder sslContext(SSLContext value) {
        delegate.sslContext(value);
        return this;
    }

    @Override
    public HttpClient.Builder sslParameters(SSLParameters value) {
        delegate.sslParameters(value);
        return this;
    }

    @Override
    public HttpClient.Builder executor(Executor value) {
        delegate.executor(value);
        return this;
    }

    @Override
    public HttpClient.Builder followRedirects(HttpClient.Redirect value) {
        return this; // they would take the key along to wherever they lead
    }

    @Override
    public HttpClient.Builder version(HttpClient.Version value) {
        delegate.version(value);
        return this;
    }

    @Override
    public HttpClient.Builder priority(int value) {
        delegate.priority(value);
        return this;
    }

    @Override
    public HttpClient.Builder proxy(ProxySelector value) {
        delegate.proxy(value);
        return this;
    }

    @Override
    public HttpClient.Builder authenticator(Authenticator value) {
        delegate.authenticator(value);
        return this;
    }
}
