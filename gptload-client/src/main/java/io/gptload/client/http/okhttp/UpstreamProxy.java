package io.gptload.client.http.okhttp;

import io.gptload.client.config.ProxyUrl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Connection;
import okhttp3.Credentials;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * Sends a client's requests through a proxy. What goes wrong at the proxy is a connection that could not be made, and never
 * an answer of the upstream's.
 */
final class UpstreamProxy {

    private static final String AUTHORIZATION = "Proxy-Authorization";
    private static final int REFUSED = 407;

    private UpstreamProxy() {}

    /** @param base trusts the proxy's certificate if that is reached over TLS */
    static void apply(ProxyUrl proxy, OkHttpClient base, OkHttpClient.Builder client) {
        if (proxy.socks()) {
            client.proxy(Proxy.NO_PROXY)
                    .socketFactory(new UpstreamSockets(() -> new SocksSocket(proxy)))
                    .dns(new NamesLeftToProxy());
            return;
        }
        client.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
        if (proxy.tls()) {
            client.socketFactory(new UpstreamSockets(() -> new TlsProxySocket(proxy, base.sslSocketFactory())));
        }
        String user = proxy.user();
        String password = proxy.password();
        String credentials = user == null || password == null ? null : Credentials.basic(user, password);
        if (credentials != null) {
            client.proxyAuthenticator((route, response) -> forTunnel(response, credentials));
        }
        client.addNetworkInterceptor(chain -> viaProxy(chain, credentials));
    }

    private static @Nullable Request forTunnel(Response response, String credentials) {
        Request request = response.request();
        return request.header(AUTHORIZATION) != null
                ? null // it knows them, and does not want them
                : request.newBuilder().header(AUTHORIZATION, credentials).build();
    }

    /** A request to a plain upstream is one to the proxy; all others go through a tunnel, behind which there is none. */
    private static Response viaProxy(Interceptor.Chain chain, @Nullable String credentials) throws IOException {
        Connection connection = chain.connection();
        Route route = connection == null ? null : connection.route();
        Request.Builder request = chain.request().newBuilder().removeHeader(AUTHORIZATION);
        if (route == null || route.proxy().type() != Proxy.Type.HTTP || route.requiresTunnel()) {
            return chain.proceed(request.build());
        }
        if (credentials != null) {
            request.header(AUTHORIZATION, credentials);
        }
        Response response = chain.proceed(request.build());
        if (response.code() == REFUSED) {
            response.close();
            throw new ConnectException("The proxy asks for other credentials");
        }
        return response;
    }
}
