package io.gptload.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulatorServerTest {
    private static final Duration PATIENCE = ServerFixture.PATIENCE;

    private final ServerFixture fixture = new ServerFixture();
    private final ProviderSimulator simulator = fixture.simulator;
    private final SimulatorServer server = fixture.server;

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void answersOverHttp() throws Exception {
        var response = fixture.send(fixture.chat(Requests.CHAT));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("Hello from m-1");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
    }

    @Test
    void queryReachesTheProvider() throws Exception {
        var response = fixture.send(fixture.request("/v1beta/models/m-1:streamGenerateContent?alt=sse&key=k")
                .POST(HttpRequest.BodyPublishers.ofString(Requests.CONTENTS))
                .build());

        assertThat(response.body()).startsWith("data: {\"candidates\"");
    }

    @Test
    void streamArrivesPieceByPiece() throws Exception {
        simulator.chunkDelay(Duration.ofMillis(300));

        try (var lines = reader(fixture.open(fixture.chat(Requests.CHAT_STREAM)).body())) {
            assertThat(lines.readLine()).contains("\"role\":\"assistant\"");
            assertThat(server.activeStreams()).as("still sending").isEqualTo(1);
            assertThat(lines.lines()).contains("data: [DONE]");
        }
        assertThat(server.awaitActiveStreams(0, PATIENCE)).isTrue();
        assertThat(server.disconnects()).isZero();
    }

    @Test
    void clientThatLeavesDuringAStreamIsNoticed() throws Exception {
        simulator.chunkDelay(Duration.ofMinutes(10));

        InputStream body = fixture.open(fixture.chat(Requests.CHAT_STREAM)).body();
        assertThat(body.read()).isEqualTo('d');
        body.close();

        assertThat(server.awaitDisconnects(1, PATIENCE)).isTrue();
        assertThat(server.awaitActiveStreams(0, PATIENCE)).isTrue();
    }

    @Test
    void hangLastsUntilTheClientLeaves() throws Exception {
        simulator.fail(Fault.hang());

        try (Socket socket = rawChat()) {
            assertThat(server.awaitActiveStreams(1, PATIENCE)).isTrue();
            assertThat(socket.getInputStream().available()).isZero();
        }

        assertThat(server.awaitDisconnects(1, PATIENCE)).isTrue();
        assertThat(server.awaitActiveStreams(0, PATIENCE)).isTrue();
    }

    @Test
    void clientThatLeavesBeforeASlowFirstByteIsNoticed() throws Exception {
        simulator.fail(Fault.slowFirstByte(Duration.ofMinutes(10)));

        try (Socket socket = rawChat()) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(server.awaitActiveStreams(1, PATIENCE)).isTrue();
        }

        assertThat(server.awaitDisconnects(1, PATIENCE)).isTrue();
    }

    @Test
    void slowFirstByteIsSlow() throws Exception {
        simulator.fail(Fault.slowFirstByte(Duration.ofMillis(200)));

        long start = System.nanoTime();
        assertThat(fixture.send(fixture.chat(Requests.CHAT)).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void resetClosesWithoutAnAnswer() throws Exception {
        simulator.fail(Fault.reset());

        try (Socket socket = rawChat()) {
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("reset");
        }
        assertThat(server.disconnects()).isZero();
    }

    @Test
    void cutEndsTheConnectionInTheMiddle() throws Exception {
        simulator.fail(Fault.cutStream(2));

        // Not with a client: on a broken body it may drop what it has received already.
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            writeChat(socket, Requests.CHAT_STREAM);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .contains("\"role\":\"assistant\"", "Hello")
                    .doesNotContain(" from")
                    .doesNotContain("\r\n0\r\n");
        }
        assertThat(server.disconnects()).isZero();
    }

    @Test
    void cutAlsoBreaksABodyThatIsNoStream() {
        simulator.fail(Fault.cutStream(1));

        assertThatThrownBy(() -> fixture.send(fixture.chat(Requests.CHAT))).isInstanceOf(IOException.class);
    }

    @Test
    void connectionIsReusedAfterEveryKindOfWholeAnswer() throws Exception {
        try (Socket socket = rawChat()) {
            BufferedReader lines = reader(socket.getInputStream());
            readAnswer(lines);
            simulator.fail(Fault.status(503).times(1));
            writeChat(socket, Requests.CHAT);
            assertThat(readAnswer(lines)).contains("503");
            simulator.fail(Fault.emptyReply().times(1));
            writeChat(socket, Requests.CHAT);
            assertThat(readAnswer(lines)).contains("200");
            writeChat(socket, Requests.CHAT);
            assertThat(readAnswer(lines)).contains("200");
        }
    }

    @Test
    void manyClientsAtOnceAreServed() {
        var answers = IntStream.range(0, 100)
                .mapToObj(i -> fixture.client.sendAsync(
                        fixture.chat(i % 2 == 0 ? Requests.CHAT : Requests.CHAT_STREAM),
                        HttpResponse.BodyHandlers.ofString()))
                .toList();

        CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0])).join();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(simulator.served("k")).isEqualTo(100);
    }

    @Test
    void closingTheServerEndsWhatHangs() throws Exception {
        simulator.fail(Fault.hang());

        try (Socket socket = rawChat()) {
            assertThat(server.awaitActiveStreams(1, PATIENCE)).isTrue();
            server.close();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Socket rawChat() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        writeChat(socket, Requests.CHAT);
        return socket;
    }

    private static void writeChat(Socket socket, String body) throws IOException {
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        OutputStream out = socket.getOutputStream();
        out.write((head + body).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Returns the status line of an answer with a content length, and reads all of the answer. */
    private static String readAnswer(BufferedReader lines) throws IOException {
        String status = lines.readLine();
        int length = 0;
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        for (int i = 0; i < length; i++) {
            lines.read();
        }
        return String.valueOf(status);
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
}
