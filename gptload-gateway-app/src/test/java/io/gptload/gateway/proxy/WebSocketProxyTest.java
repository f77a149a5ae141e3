package io.gptload.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets through the running gateway, between a real client and a real server. */
class WebSocketProxyTest {

    private static final String REALTIME = "/v1/realtime?model=m";
    private static final String DEAD = "sk-leakcanary-dead-0001";
    private static final String GOOD = "sk-leakcanary-good-0001";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final MockWebServer upstream = new MockWebServer();
    private final BlockingQueue<String> seenUpstream = new LinkedBlockingQueue<>();
    private final BlockingQueue<okhttp3.WebSocket> serverSides = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    private GptLoad engine;
    private EngineGateway gateway;

    @BeforeEach
    void start() throws IOException {
        upstream.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String authorization = String.valueOf(request.getHeaders().get("Authorization"));
                if (!authorization.equals("Bearer " + GOOD)) {
                    return new MockResponse.Builder()
                            .code(401)
                            .addHeader("Content-Type", "application/json")
                            .body("{\"error\":{\"message\":\"Incorrect API key\",\"code\":\"invalid_api_key\"}}")
                            .build();
                }
                if (request.getHeaders().get("Upgrade") == null) {
                    return new MockResponse.Builder().body("plain").build();
                }
                MockResponse.Builder answer = new MockResponse.Builder().webSocketUpgrade(new Echo());
                if (request.getHeaders().get("Sec-WebSocket-Protocol") != null) {
                    answer.addHeader("Sec-WebSocket-Protocol", "realtime");
                }
                return answer.build();
            }
        });
        upstream.start();
        String url = upstream.url("").toString();
        engine = GptLoad.builder()
                .group("g", g -> g.upstream(url).keys(DEAD, GOOD))
                .group("dead", g -> g.upstream(url).keys("sk-leakcanary-dead-0002"))
                .build();
        gateway = EngineGateway.start(engine, folder, Map.of("gptload.gateway.max-concurrent-requests", "2"));
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private final class Echo extends WebSocketListener {

        @Override
        public void onOpen(okhttp3.WebSocket socket, Response response) {
            serverSides.add(socket);
        }

        @Override
        public void onMessage(okhttp3.WebSocket socket, String text) {
            socket.send(text);
        }

        @Override
        public void onMessage(okhttp3.WebSocket socket, ByteString bytes) {
            socket.send(bytes);
        }

        @Override
        public void onClosing(okhttp3.WebSocket socket, int code, String reason) {
            seenUpstream.add("closing " + code + " " + reason);
            socket.close(code, reason);
        }

        @Override
        public void onFailure(okhttp3.WebSocket socket, Throwable failure, Response response) {
            seenUpstream.add("broken");
        }
    }

    private static final class Received implements WebSocket.Listener {

        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final okio.Buffer binary = new okio.Buffer();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                events.add("text " + text);
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            binary.write(bytes);
            if (last) {
                events.add("binary " + binary.readByteString().sha256().hex());
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            events.add("pong " + StandardCharsets.UTF_8.decode(message));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            events.add("close " + code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            events.add("error");
        }

        String next() throws InterruptedException {
            return String.valueOf(events.poll(10, TimeUnit.SECONDS));
        }
    }

    private CompletableFuture<WebSocket> opening(String path, String key, Received received) {
        return http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + key)
                .connectTimeout(SOON)
                .buildAsync(URI.create(gateway.uri(path).toString().replace("http:", "ws:")), received);
    }

    private WebSocket open(Received received) {
        return opening("/proxy/g" + REALTIME, "global", received).join();
    }

    private int refusal(String path, String key) {
        try {
            opening(path, key, new Received()).join();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private void allPlacesAreFree() {
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
            Received one = new Received();
            Received two = new Received();
            WebSocket first = open(one);
            WebSocket second = open(two);
            first.abort();
            second.abort();
        });
    }

    @Test
    void textBinaryAndPingsPassBothWays() throws Exception {
        Received received = new Received();
        WebSocket socket = open(received);
        socket.sendText("hello", true).join();
        assertThat(received.next()).isEqualTo("text hello");
        byte[] large = new byte[1 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 >> 3);
        }
        socket.sendBinary(ByteBuffer.wrap(large), true).join();
        assertThat(received.next())
                .isEqualTo("binary " + ByteString.of(large).sha256().hex());
        socket.sendText("x".repeat(1 << 20), true).join();
        assertThat(received.next()).hasSize((1 << 20) + "text ".length());
        socket.sendPing(ByteBuffer.wrap("p".getBytes(StandardCharsets.UTF_8))).join();
        assertThat(received.next()).isEqualTo("pong p");
        socket.sendClose(4001, "enough").join();
        assertThat(received.next()).isEqualTo("close 4001 enough");
        assertThat(seenUpstream.poll(10, TimeUnit.SECONDS)).isEqualTo("closing 4001 enough");
        allPlacesAreFree();
    }

    @Test
    void theUpstreamsCloseReachesTheClient() throws Exception {
        Received received = new Received();
        WebSocket socket = open(received);
        okhttp3.WebSocket server = serverSides.poll(10, TimeUnit.SECONDS);
        server.close(4002, "over");
        assertThat(received.next()).isEqualTo("close 4002 over");
        await().atMost(SOON).until(socket::isInputClosed);
        allPlacesAreFree();
    }

    @Test
    void anUpstreamThatVanishesTakesTheClientWithIt() throws Exception {
        Received received = new Received();
        open(received);
        upstream.close();
        assertThat(received.next()).matches("error|close 1006.*");
        await().atMost(SOON).until(() -> inFlight() == 0);
    }

    @Test
    void aClientThatVanishesIsSeenUpstream() throws Exception {
        WebSocket socket = open(new Received());
        socket.abort();
        assertThat(seenUpstream.poll(10, TimeUnit.SECONDS)).isEqualTo("broken");
        allPlacesAreFree();
    }

    @Test
    void aDeadKeyIsReplacedDuringTheHandshakeAndTheClientsOwnIsNotPassedOn() throws Exception {
        for (int i = 0; i < 3; i++) {
            WebSocket socket = open(new Received());
            socket.abort();
            assertThat(seenUpstream.poll(10, TimeUnit.SECONDS)).isEqualTo("broken");
        }
        int refused = 0;
        for (int i = upstream.getRequestCount(); i > 0; i--) {
            RecordedRequest request = upstream.takeRequest();
            assertThat(request.getTarget()).isEqualTo(REALTIME);
            assertThat(request.getHeaders().get("Connection")).isEqualTo("Upgrade");
            assertThat(request.getHeaders().get("Authorization")).isIn("Bearer " + DEAD, "Bearer " + GOOD);
            refused += ("Bearer " + DEAD).equals(request.getHeaders().get("Authorization")) ? 1 : 0;
        }
        assertThat(refused).isLessThanOrEqualTo(1);
    }

    @Test
    void aHandshakeThatEveryKeyIsRefusedComesBackWithTheUpstreamsAnswer() {
        assertThat(refusal("/proxy/dead" + REALTIME, "global")).isEqualTo(401);
        allPlacesAreFree();
    }

    @Test
    void aWrongKeyOrGroupIsRefusedBeforeTheUpstreamIsAsked() {
        assertThat(refusal("/proxy/g" + REALTIME, "wrong")).isEqualTo(401);
        assertThat(refusal("/proxy/nope" + REALTIME, "global")).isEqualTo(404);
        assertThat(upstream.getRequestCount()).isZero();
    }

    @Test
    void anOpenWebSocketTakesOneOfThePlacesAndItsKeyUntilItEnds() throws Exception {
        Received one = new Received();
        Received two = new Received();
        WebSocket first = open(one);
        WebSocket second = open(two);
        first.sendText("1", true).join();
        second.sendText("2", true).join();
        assertThat(one.next()).isEqualTo("text 1");
        assertThat(two.next()).isEqualTo("text 2");
        assertThat(refusal("/proxy/g" + REALTIME, "global")).isEqualTo(503);
        assertThat(inFlight()).isEqualTo(2);
        second.abort();
        await().atMost(SOON).until(() -> inFlight() == 1);
        first.abort();
        await().atMost(SOON).until(() -> inFlight() == 0);
        allPlacesAreFree();
    }

    private int inFlight() {
        return ((StandardGroup) engine.group("g"))
                .explain(null).keys().stream().mapToInt(key -> key.inFlight()).sum();
    }

    @Test
    void theKeyABrowserSendsAsASubprotocolIsTakenAndNotPassedOn() throws Exception {
        WebSocket socket = http.newWebSocketBuilder()
                .subprotocols("realtime", "openai-insecure-api-key.global", "openai-beta.realtime-v1")
                .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + "/proxy/g" + REALTIME), new Received())
                .join();
        assertThat(socket.getSubprotocol()).isEqualTo("realtime");
        RecordedRequest request = upstream.takeRequest();
        assertThat(request.getHeaders().get("Sec-WebSocket-Protocol")).isEqualTo("realtime, openai-beta.realtime-v1");
        assertThat(request.getHeaders().toString()).doesNotContain("global");
        assertThatThrownBy(() -> http.newWebSocketBuilder()
                        .subprotocols("openai-insecure-api-key.wrong")
                        .buildAsync(
                                URI.create("ws://127.0.0.1:" + gateway.port() + "/proxy/g" + REALTIME), new Received())
                        .join())
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABkAAQAAP__",
                "GET|Connection: Upgrade|Upgrade: websocket, h2c|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "GET|Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13",
                "GET|Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: AAAA",
                "GET|Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 8|Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "GET|Connection: close|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "POST|Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==|Content-Length: 0"
            })
    void whatIsNoWebSocketHandshakeIsServedWithoutTheUpgrade(String described) throws Exception {
        List<String> lines = Arrays.asList(described.split("\\|"));
        String request = lines.get(0) + " /proxy/g/v1/anything HTTP/1.1\r\nHost: x\r\nX-Api-Key: global\r\n"
                + String.join("\r\n", lines.subList(1, lines.size())) + "\r\n\r\n";
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        }
        for (int i = upstream.getRequestCount(); i > 0; i--) {
            assertThat(upstream.takeRequest().getHeaders().names())
                    .doesNotContain("Upgrade", "HTTP2-Settings")
                    .allSatisfy(name -> assertThat(name).isNotEqualToIgnoringCase("upgrade"));
        }
    }

    @Test
    void aClientThatClosesItsDirectionOnlyStillGetsTheAnswer() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /proxy/g" + REALTIME + " HTTP/1.1\r\nHost: x\r\nX-Api-Key: global\r\n"
                                    + "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
                                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String head = "";
            while (!head.endsWith("\r\n\r\n")) {
                head += (char) socket.getInputStream().read();
            }
            assertThat(head).startsWith("HTTP/1.1 101").contains("Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=");
            // masked with zeros: a close frame with 1000, sent together with the end of the client's direction
            socket.getOutputStream().write(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xE8});
            socket.shutdownOutput();
            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(answer).containsExactly(0x88, 0x02, 0x03, 0xE8);
        }
        allPlacesAreFree();
    }

    @Test
    void aGatewayThatStopsSaysGoodbye() throws Exception {
        Received received = new Received();
        WebSocket socket = open(received);
        socket.sendText("hello", true).join();
        assertThat(received.next()).isEqualTo("text hello");
        gateway.close();
        assertThat(received.next()).startsWith("close 1001");
        assertThat(seenUpstream.poll(10, TimeUnit.SECONDS)).isIn("broken", "closing 1001 ");
    }

    @Test
    void ordinaryRequestsAreNotDisturbed() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/proxy/g/v1/anything"))
                .header("Authorization", "Bearer global")
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).body()).isEqualTo("plain");
    }
}
