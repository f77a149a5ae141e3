package io.gptload.client.http.okhttp;

import io.gptload.client.config.ProxyUrl;
import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;

/** Sends a client's requests through a proxy. */
final class UpstreamProxy {

    private UpstreamProxy() {}

    static void apply(ProxyUrl proxy, OkHttpClient.Builder client) {
        client.proxy(new Proxy(
                proxy.socks() ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
        if (proxy.user() != null && proxy.password() != null) {
            String credentials = Credentials.basic(proxy.user(), proxy.password());
            client.proxyAuthenticator((route, response) -> response.request().header("Proxy-Authorization") != null
                    ? null
                    : response.request()
                            .newBuilder()
                            .header("Proxy-Authorization", credentials)
                            .build());
        }
    }
}
