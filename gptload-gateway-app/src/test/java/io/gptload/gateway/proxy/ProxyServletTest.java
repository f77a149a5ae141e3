package io.gptload.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.GptLoad;
import io.gptload.client.http.okhttp.GroupCalls;
import io.gptload.client.wire.Channel;
import io.gptload.gateway.web.ClientKeys;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedCall;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The proxy from outside, over real sockets, with a simulated provider behind it. */
class ProxyServletTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String KEY = "sk-leakcanary-good-0001";

    private static final ProviderSimulator PROVIDER =
            ProviderSimulator.builder().build();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static SimulatorServer server;
    private static ConfigurableApplicationContext gateway;
    private static int port;

    @BeforeAll
    static void start() {
        server = SimulatorServer.start(PROVIDER);
        GptLoad engine = GptLoad.builder()
                .group("g", g -> g.upstream(server.baseUrl()).keys("sk-leakcanary-dead-0001", KEY))
                .group("other", g -> g.upstream(server.baseUrl()).keys(KEY))
                .build();
        ProxyGroups groups = new ProxyGroups() {
            @Override
            public @Nullable ProxyGroup find(String name) {
                return engine.findGroup(name) == null
                        ? null
                        : new ProxyGroup(
                                1,
                                name,
                                Channel.OPENAI,
                                GroupCalls.of(engine.group(name), new OkHttpClient()),
                                ClientKeys.of(List.of("key-of-" + name)),
                                1 << 20,
                                false);
            }

            @Override
            public ClientKeys globalKeys() {
                return ClientKeys.of(List.of("global"));
            }
        };
        SpringApplication application = new SpringApplication(io.gptload.gateway.GatewayApplication.class);
        application.addInitializers(context -> ((GenericApplicationContext) context)
                .registerBean(ProxyGroups.class, () -> groups, bean -> bean.setPrimary(true)));
        application.setDefaultProperties(Map.of(
                "gptload.gateway.auth-key", "an-admin-key-of-some-length",
                "gptload.gateway.database-dsn", "target/proxy-test.db"));
        gateway = application.run("--server.port=0");
        port = ((WebServerApplicationContext) gateway).getWebServer().getPort();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    @BeforeEach
    void aDeadKeyAndAGoodOne() {
        PROVIDER.recover();
        PROVIDER.chunkDelay(Duration.ZERO);
        PROVIDER.resetCounters();
        PROVIDER.setKey(SimulatedKey.valid(KEY));
        PROVIDER.setKey(SimulatedKey.invalid("sk-leakcanary-dead-0001"));
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> chat(String path, String key) throws Exception {
        return send(to(path).header("Authorization", "Bearer " + key).POST(BodyPublishers.ofString(HELLO)));
    }

    private static SimulatedCall lastCall() {
        List<SimulatedCall> calls = PROVIDER.callLog();
        return calls.get(calls.size() - 1);
    }

    @Test
    void aRequestGoesThroughItsGroupAndTheDeadKeyIsNotSeen() throws Exception {
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> response = chat("/proxy/g" + CHAT, "global");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("Hello from m");
            assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
        }
        assertThat(PROVIDER.served(KEY)).isEqualTo(4);
    }

    @Test
    void theClientsCredentialNeverReachesTheUpstreamAndTheRestDoes() throws Exception {
        send(to("/proxy/g" + CHAT + "?b=2&a=1&key=global&c=%2F")
                .header("X-Api-Key", "wrong-but-second")
                .header("X-Custom", "one")
                .header("X-Custom", "two")
                .header("User-Agent", "somebody")
                .POST(BodyPublishers.ofString(HELLO)));
        SimulatedCall call = lastCall();
        assertThat(call.header("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(call.header("X-Api-Key")).isNull();
        assertThat(call.header("User-Agent")).isEqualTo("somebody");
        assertThat(call.headers().get("X-Custom")).containsExactly("one", "two");
    }

    @Test
    void eachFormOfCredentialIsTakenAndTheFirstOneGivenCounts() throws Exception {
        HttpRequest.Builder chat = to("/proxy/g" + CHAT).POST(BodyPublishers.ofString(HELLO));
        assertThat(send(chat.copy().header("X-Api-Key", "global")).statusCode()).isEqualTo(200);
        assertThat(send(chat.copy().header("X-Goog-Api-Key", "key-of-g")).statusCode())
                .isEqualTo(200);
        assertThat(chat("/proxy/g" + CHAT, "key-of-g").statusCode()).isEqualTo(200);
        assertThat(send(chat.copy().header("Authorization", "bearer global")).statusCode())
                .isEqualTo(401);
        assertThat(chat("/proxy/g" + CHAT + "?key=wrong", "global").statusCode())
                .isEqualTo(401);
        assertThat(send(chat.copy()).statusCode()).isEqualTo(401);
        assertThat(chat("/proxy/g" + CHAT, "key-of-other").statusCode()).isEqualTo(401);
        assertThat(chat("/proxy/other" + CHAT, "key-of-other").statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownGroupIsNotFound() throws Exception {
        HttpResponse<String> response = chat("/proxy/nope" + CHAT, "global");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"code\":\"NOT_FOUND\"");
        assertThat(chat("/proxy/G" + CHAT, "global").statusCode()).isEqualTo(404);
    }

    @Test
    void withoutASlashBehindTheGroupTheClientIsSentThere() throws Exception {
        HttpResponse<String> get = send(to("/proxy/g?x=1"));
        assertThat(get.statusCode()).isEqualTo(301);
        assertThat(get.headers().firstValue("Location")).hasValue("/proxy/g/?x=1");
        assertThat(chat("/proxy/g", "global").statusCode()).isEqualTo(307);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /proxy/g/../other/v1/models HTTP/1.1",
                "GET /proxy/g/%2e%2e/other/v1/models HTTP/1.1",
                "GET /x/../proxy/g/v1/models HTTP/1.1",
                "GET //proxy/g/v1/models HTTP/1.1",
                "GET /proxy//v1/models HTTP/1.1",
                "GET /proxy/g/..%2f..%2fother/v1/models HTTP/1.1",
                "GET /proxy/g/v1/models\u0001 HTTP/1.1"
            })
    void tricksWithThePathReachNeitherAnotherGroupNorAnythingElse(String requestLine) throws Exception {
        assertThat(raw(requestLine + "\r\nHost: x\r\nAuthorization: Bearer global\r\nConnection: close\r\n\r\n"))
                .matches("HTTP/1.1 (400|404).*");
        assertThat(PROVIDER.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding : chunked\r\n"
            })
    void aRequestThatCouldBeReadTwoWaysIsRefusedOrReadOneWay(String framing) throws Exception {
        String status = raw("POST /proxy/g" + CHAT + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer global\r\n"
                + framing + "Connection: close\r\n\r\n0\r\n\r\nGET /proxy/other/v1/models HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(status).matches("HTTP/1.1 (400|501|415).*");
        assertThat(PROVIDER.callLog()).noneMatch(call -> call.path().endsWith("/models"));
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return String.valueOf(in.readLine());
        }
    }

    @Test
    void anEscapedSlashStaysOne() throws Exception {
        send(to("/proxy/g/v1/models/a%2Fb").header("X-Api-Key", "global"));
        assertThat(lastCall().path()).isEqualTo("/v1/models/a%2Fb");
    }

    @Test
    void aClientErrorComesBackAsItWas() throws Exception {
        PROVIDER.fail(
                Fault.reply(422, "application/json; x=y", "{ \"error\": 1 }\n").times(1));
        HttpResponse<String> response = chat("/proxy/g" + CHAT, "global");
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).isEqualTo("{ \"error\": 1 }\n");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json; x=y");
        assertThat(PROVIDER.calls()).isEqualTo(1);
    }

    @Test
    void eventsAreNotForCachesAlsoWhenTheUpstreamDoesNotSaySo() throws Exception {
        PROVIDER.fail(Fault.reply(200, "text/event-stream", "data: {}\n\n").times(1));
        HttpResponse<String> response = chat("/proxy/g" + CHAT, "global");
        assertThat(response.body()).isEqualTo("data: {}\n\n");
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-cache");
    }

    @Test
    void eventsArriveOneByOneWhileTheUpstreamIsStillSending() throws Exception {
        PROVIDER.chunkDelay(Duration.ofMillis(30));
        HttpResponse<InputStream> response = CLIENT.send(
                to("/proxy/g" + CHAT)
                        .header("X-Api-Key", "global")
                        .POST(BodyPublishers.ofString(HELLO.replace("{\"model\"", "{\"stream\":true,\"model\"")))
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(response.headers().firstValue("X-Accel-Buffering")).hasValue("no");
        BufferedReader events = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        assertThat(events.readLine()).startsWith("data: {");
        assertThat(server.activeStreams()).isEqualTo(1);
        assertThat(events.lines().filter(line -> !line.isEmpty()).reduce((a, b) -> b))
                .hasValue("data: [DONE]");
    }

    @Test
    void aClientThatGoesAwayCancelsTheUpstream() throws Exception {
        PROVIDER.chunkDelay(Duration.ofMillis(50));
        long before = server.disconnects();
        HttpResponse<InputStream> response = CLIENT.send(
                to("/proxy/g" + CHAT)
                        .header("X-Api-Key", "global")
                        .POST(BodyPublishers.ofString(HELLO.replace("{\"model\"", "{\"stream\":true,\"model\"")))
                        .build(),
                BodyHandlers.ofInputStream());
        response.body().read();
        response.body().close();
        assertThat(server.awaitDisconnects(before + 1, Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void aBodyLargerThanWhatIsKeptIsStreamed() throws Exception {
        String large = HELLO.replace("hi", "x".repeat(3 << 20));
        HttpResponse<String> response =
                send(to("/proxy/other" + CHAT).header("X-Api-Key", "global").POST(BodyPublishers.ofString(large)));
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void compressedBodiesPassAsTheyAre() throws Exception {
        send(to("/proxy/g/v1/models").header("X-Api-Key", "global"));
        assertThat(lastCall().header("Accept-Encoding")).isEqualTo("identity");
        send(to("/proxy/g/v1/models").header("X-Api-Key", "global").header("Accept-Encoding", "br, gzip"));
        assertThat(lastCall().header("Accept-Encoding")).isEqualTo("br, gzip");
    }

    @Test
    void aGivenRequestIdIsKeptWhenItIsFitForLogs() throws Exception {
        HttpRequest.Builder models = to("/proxy/g/v1/models").header("X-Api-Key", "global");
        assertThat(send(models.copy().header("X-Request-Id", "abc-1")).headers().firstValue("X-Request-Id"))
                .hasValue("abc-1");
        assertThat(send(models.copy().header("X-Request-Id", "a b"))
                        .headers()
                        .firstValue("X-Request-Id")
                        .orElse(""))
                .doesNotContain("a b");
    }
}
