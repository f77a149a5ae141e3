package io.gptload.gateway.blackbox;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An upstream that answers everything alike and keeps what it was sent, to the byte. */
final class RecordingUpstream implements AutoCloseable {

    private final MockWebServer server = new MockWebServer();
    private volatile MockResponse answer = json(200, "{\"ok\":true}").build();

    private volatile int forgotten;

    RecordingUpstream() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer;
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    static MockResponse.Builder json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/json")
                .body(body);
    }

    /** From now on everything is answered so. */
    void answer(MockResponse.Builder response) {
        answer = response.build();
    }

    /** Without a slash at the end. */
    String baseUrl() {
        return "http://127.0.0.1:" + server.getPort();
    }

    int calls() {
        return server.getRequestCount();
    }

    /** The oldest request not taken yet. */
    RecordedRequest take() throws InterruptedException {
        return Objects.requireNonNull(server.takeRequest(10, TimeUnit.SECONDS), "no request came");
    }

    /** The oldest request not taken yet; {@code null} if there is none. */
    @Nullable
    RecordedRequest takeNow() throws InterruptedException {
        return server.takeRequest(0, TimeUnit.MILLISECONDS);
    }

    String takeBody() throws InterruptedException {
        return Objects.requireNonNull(take().getBody()).utf8();
    }

    /** Waits until so many requests were there since the last {@link #forget()}. */
    void await(int requests) {
        int wanted = forgotten + requests;
        Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> calls() >= wanted);
    }

    /** Forgets what was not taken. */
    void forget() throws InterruptedException {
        while (takeNow() != null) {
            continue;
        }
        forgotten = calls();
    }

    @Override
    public void close() {
        server.close();
    }
}
