package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.config.AggregateConfig;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.ProxyUrl;
import io.gptload.client.http.okhttp.GroupCalls;
import io.gptload.client.http.okhttp.UpstreamProxies;
import io.gptload.client.session.CallRequest;
import io.gptload.client.wire.Channel;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ServerSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams behind proxies. Their name, provider.test, only the proxy can make anything of. */
class UpstreamProxyTest {

    private static final String LOGIN = "user:p%40ss-leakcanary";
    private static final String PLAIN_LOGIN = "user:p@ss-leakcanary";
    private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
            .addSubjectAlternativeName("provider.test")
            .addSubjectAlternativeName("localhost")
            .build();
    private static final HandshakeCertificates TLS = new HandshakeCertificates.Builder()
            .heldCertificate(CERTIFICATE)
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();

    private final MockWebServer plain = new MockWebServer();
    private final MockWebServer encrypted = new MockWebServer();
    private final OkHttpClient base = new OkHttpClient.Builder()
            .sslSocketFactory(TLS.sslSocketFactory(), TLS.trustManager())
            .build();

    @BeforeEach
    void start() throws IOException {
        Dispatcher ok = new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .addHeader("Content-Type", "application/json")
                        .body("{\"ok\":true}")
                        .build();
            }
        };
        plain.setDispatcher(ok);
        plain.start();
        encrypted.setDispatcher(ok);
        encrypted.useHttps(TLS.sslSocketFactory());
        encrypted.start();
    }

    @AfterEach
    void stop() {
        plain.close();
        encrypted.close();
    }

    private static TestProxy proxy(String kind, @Nullable String login) throws IOException {
        ServerSocketFactory sockets =
                kind.equals("https") ? TLS.sslContext().getServerSocketFactory() : ServerSocketFactory.getDefault();
        return new TestProxy(sockets, login);
    }

    private static String url(String kind, @Nullable String login, int port) {
        return kind + "://" + (login == null ? "" : login + "@") + "localhost:" + port;
    }

    private MockWebServer upstream(String scheme) {
        return scheme.equals("https") ? encrypted : plain;
    }

    private String name(String scheme) {
        return "provider.test:" + upstream(scheme).getPort();
    }

    private static GroupSettings settings(@Nullable String proxyUrl) {
        return GroupSettings.DEFAULTS.toBuilder()
                .maxRetries(0)
                .connectTimeout(Duration.ofSeconds(3))
                .proxyUrl(proxyUrl)
                .build();
    }

    private GptLoad engine(String scheme, @Nullable String proxyUrl) {
        return GptLoad.builder()
                .group(
                        "g",
                        g -> g.upstream(scheme + "://" + name(scheme))
                                .keys("sk-leakcanary-good-0001")
                                .settings(settings(proxyUrl)))
                .build();
    }

    private int call(GptLoad engine, String group, UpstreamProxies proxies) throws IOException {
        byte[] body = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);
        GroupCalls calls = GroupCalls.of(engine.group(group), base, proxies);
        Request request = new Request.Builder()
                .url("http://anywhere.invalid/")
                .post(RequestBody.create(body, MediaType.get("application/json")))
                .build();
        try (Response response = calls.newCall(
                        CallRequest.of("POST", "/v1/chat/completions")
                                .body(body)
                                .build(),
                        request)
                .execute()) {
            response.body().string();
            return response.code();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http,http,false", "http,http,true", "http,https,false", "http,https,true",
        "https,http,false", "https,http,true", "https,https,false", "https,https,true",
        "socks5,http,false", "socks5,http,true", "socks5,https,false", "socks5,https,true"
    })
    void theUpstreamIsReachedThroughTheProxyAndSeesNothingOfIt(String kind, String scheme, boolean login)
            throws Exception {
        try (TestProxy proxy = proxy(kind, login ? PLAIN_LOGIN : null)) {
            String proxyUrl = url(kind, login ? LOGIN : null, proxy.port());
            assertThat(call(engine(scheme, proxyUrl), "g", UpstreamProxies.NONE))
                    .isEqualTo(200);
            String asked = kind.equals("socks5")
                    ? "SOCKS " + name(scheme)
                    : scheme.equals("https")
                            ? "CONNECT " + name(scheme)
                            : "POST http://" + name(scheme) + "/v1/chat/completions";
            assertThat(proxy.log()).containsExactly(asked);
        }
        RecordedRequest seen = upstream(scheme).takeRequest();
        assertThat(seen.getHeaders().names())
                .noneMatch(name -> name.toLowerCase().startsWith("proxy-"));
        assertThat(seen.getHeaders().get("Authorization")).isEqualTo("Bearer sk-leakcanary-good-0001");
    }

    private static void isTheUpstreamsFaultAlone(GptLoad engine, int status) {
        assertThat(status).isEqualTo(502);
        Explanation.Key key = engine.group("g").explain(null).keys().get(0);
        assertThat(key.state()).isEqualTo(Explanation.State.READY);
        assertThat(key.strikes()).isZero();
        assertThat(key.inFlight()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "http,http,true",
        "http,https,true",
        "http,http,false",
        "http,https,false",
        "https,http,true",
        "socks5,http,true",
        "socks5,https,false"
    })
    void aProxyThatRefusesUsIsNoAnswerOfTheUpstreamAndNoKeyIsBlamed(String kind, String scheme, boolean login)
            throws Exception {
        try (TestProxy proxy = proxy(kind, "somebody:else-leakcanary")) {
            GptLoad engine = engine(scheme, url(kind, login ? LOGIN : null, proxy.port()));
            isTheUpstreamsFaultAlone(engine, call(engine, "g", UpstreamProxies.NONE));
            assertThat(proxy.log()).isNotEmpty().allMatch(line -> line.startsWith("refused"));
        }
        assertThat(upstream(scheme).getRequestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "socks5"})
    void aProxyThatIsDownIsAConnectionThatFailed(String kind) throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        GptLoad engine = engine("http", url(kind, null, nobody));
        isTheUpstreamsFaultAlone(engine, call(engine, "g", UpstreamProxies.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "socks5"})
    void aProxyOfAnotherKindIsAConnectionThatFailed(String kind) throws Exception {
        try (TestProxy proxy = proxy(kind.equals("https") ? "http" : "https", null)) {
            GptLoad engine = engine("http", url(kind, null, proxy.port()));
            isTheUpstreamsFaultAlone(engine, call(engine, "g", UpstreamProxies.NONE));
        }
    }

    @Test
    void aProxyWhoseCertificateIsNotTrustedIsNotUsed() throws Exception {
        HeldCertificate other = new HeldCertificate.Builder()
                .addSubjectAlternativeName("elsewhere.test")
                .build();
        HandshakeCertificates tls =
                new HandshakeCertificates.Builder().heldCertificate(other).build();
        try (TestProxy proxy = new TestProxy(tls.sslContext().getServerSocketFactory(), null)) {
            GptLoad engine = engine("http", url("https", null, proxy.port()));
            isTheUpstreamsFaultAlone(engine, call(engine, "g", UpstreamProxies.NONE));
        }
    }

    @Test
    void theProxyIsChosenForEachUpstreamUnlessTheGroupNamesOne() throws Exception {
        try (TestProxy ofGroup = proxy("http", null);
                TestProxy forAll = proxy("socks5", null)) {
            ProxyUrl chosen = ProxyUrl.parse(url("socks5", null, forAll.port()));
            UpstreamProxies forHttps = upstream -> upstream.getScheme().equals("https") ? chosen : null;
            assertThat(call(engine("https", null), "g", forHttps)).isEqualTo(200);
            assertThat(forAll.log()).containsExactly("SOCKS " + name("https"));
            assertThat(call(engine("http", null), "g", forHttps)).isEqualTo(502); // nobody here knows the name
            assertThat(call(engine("https", url("http", null, ofGroup.port())), "g", forHttps))
                    .isEqualTo(200);
            assertThat(ofGroup.log()).containsExactly("CONNECT " + name("https"));
            assertThat(forAll.log()).hasSize(1);
        }
    }

    @Test
    void eachMemberOfAnAggregateHasItsOwnProxy() throws Exception {
        try (TestProxy proxy = proxy("http", null)) {
            GptLoad engine = GptLoad.builder()
                    .group(
                            "direct",
                            g -> g.upstream(plain.url("").toString())
                                    .keys("sk-leakcanary-good-0001")
                                    .settings(settings(null)))
                    .group(
                            "proxied",
                            g -> g.upstream("http://" + name("http"))
                                    .keys("sk-leakcanary-good-0002")
                                    .settings(settings(url("http", null, proxy.port()))))
                    .build();
            engine.define(new AggregateConfig(
                    "all",
                    Channel.OPENAI,
                    List.of(new AggregateConfig.Member("direct", 1), new AggregateConfig.Member("proxied", 1))));
            for (int i = 0; i < 4; i++) {
                assertThat(call(engine, "all", UpstreamProxies.NONE)).isEqualTo(200);
            }
            assertThat(proxy.log()).hasSize(2);
        }
    }
}
