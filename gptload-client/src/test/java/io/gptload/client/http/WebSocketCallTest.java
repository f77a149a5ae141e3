package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.GptLoad;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A WebSocket of OkHttp's through a group. */
class WebSocketCallTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final MockWebServer upstream = new MockWebServer();
    private GptLoad engine;

    @BeforeEach
    void start() throws IOException {
        upstream.start();
        engine = GptLoad.builder()
                .group("g", g -> g.upstream(upstream.url("").toString()).keys("sk-leakcanary-good-0001"))
                .build();
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private int inFlight() {
        return engine.group("g").explain(null).keys().get(0).inFlight();
    }

    @Test
    void itsKeyIsInFlightUntilItIsClosed() throws Exception {
        upstream.enqueue(new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onMessage(WebSocket socket, String text) {
                        socket.send(text);
                    }

                    @Override
                    public void onClosing(WebSocket socket, int code, String reason) {
                        socket.close(code, reason);
                    }
                })
                .build());
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        OkHttpClient client = GptLoadInterceptor.of(engine.group("g")).newClient();
        WebSocket socket = client.newWebSocket(
                new Request.Builder().url("http://anywhere.invalid/v1/realtime").build(), new WebSocketListener() {
                    @Override
                    public void onMessage(WebSocket webSocket, String text) {
                        events.add(text);
                    }

                    @Override
                    public void onClosed(WebSocket webSocket, int code, String reason) {
                        events.add("closed " + code);
                    }

                    @Override
                    public void onFailure(WebSocket webSocket, Throwable failure, Response response) {
                        events.add(failure.toString());
                    }
                });
        socket.send("hello");
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
        assertThat(inFlight()).isEqualTo(1);
        socket.close(1000, null);
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1000");
        await().atMost(SOON).until(() -> inFlight() == 0);
        assertThat(upstream.takeRequest().getHeaders().get("Authorization"))
                .isEqualTo("Bearer sk-leakcanary-good-0001");
    }
}
