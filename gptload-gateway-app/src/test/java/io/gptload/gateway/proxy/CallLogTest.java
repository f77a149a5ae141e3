package io.gptload.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gptload.client.GptLoad;
import io.gptload.client.store.jdbc.GroupColumn;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyFilter;
import io.gptload.client.store.jdbc.RequestLogFilter;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.client.store.jdbc.RequestLogWriter;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.client.store.jdbc.SubGroupRow;
import io.gptload.gateway.catalog.Catalog;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the request log says of calls, and how calls that do not end well end. */
class CallLogTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String HELLO_STREAM = HELLO.replace("\"m\",", "\"m\",\"stream\":true,");
    private static final String GOOD = "sk-leakcanary-good-0001";
    private static final String REJECTED = "sk-leakcanary-refused-0001";

    private static final ProviderSimulator PROVIDER =
            ProviderSimulator.builder().build();

    @TempDir
    static Path folder;

    private static SimulatorServer server;
    private static RunningGateway gateway;
    private static JdbcStore store;

    @BeforeAll
    static void start() {
        server = SimulatorServer.start(PROVIDER);
        gateway = RunningGateway.start(folder);
        store = gateway.context().getBean(JdbcStore.class);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    @BeforeEach
    void aCleanLog() {
        PROVIDER.recover();
        PROVIDER.resetCounters();
        PROVIDER.setKey(SimulatedKey.valid(GOOD));
        PROVIDER.setKey(SimulatedKey.rejected(REJECTED));
        gateway.context().getBean(RequestLogWriter.class).flush();
        store.requestLogs().deleteBefore(Instant.now().plusSeconds(60));
    }

    private static String groupAt(String url, String... keys) {
        String name = "g" + store.groups().list().size();
        long id = store.groups()
                .insert(GroupRow.standard(name, "openai", "[{\"url\":\"" + url + "\",\"weight\":1}]", "m"));
        store.keys().importAll(id, List.of(keys).iterator(), done -> {});
        gateway.context().getBean(Catalog.class).reload();
        return name;
    }

    private static String group(String... keys) {
        return groupAt(server.baseUrl().toString(), keys);
    }

    /** In the order of their calls and attempts, once there are so many. */
    private static List<RequestLogRow> rows(int number) {
        await().untilAsserted(() -> {
            gateway.context().getBean(RequestLogWriter.class).flush();
            assertThat(store.requestLogs().page(RequestLogFilter.all(), 0, 100).items())
                    .hasSize(number);
        });
        return store.requestLogs().page(RequestLogFilter.all(), 0, 100).items().stream()
                .sorted(Comparator.comparing(RequestLogRow::id))
                .toList();
    }

    @Test
    void aCallThatSucceedsIsOneRow() {
        String name = group(GOOD);
        Answer answer =
                gateway.call("POST", "/proxy/" + name + CHAT + "?a=1&key=" + RunningGateway.AUTH_KEY, HELLO, Map.of());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(rows(1)).singleElement().satisfies(row -> {
            assertThat(row.groupName()).isEqualTo(name);
            assertThat(row.groupId())
                    .isEqualTo(store.groups().find(name).orElseThrow().id());
            assertThat(row.parentGroupId()).isZero();
            assertThat(row.key().text()).isEqualTo(GOOD);
            assertThat(row.keyHash()).hasSize(64);
            assertThat(row.model()).isEqualTo("m");
            assertThat(row.success()).isTrue();
            assertThat(row.statusCode()).isEqualTo(200);
            assertThat(row.requestType()).isEqualTo("final");
            assertThat(row.requestPath()).isEqualTo("/proxy/" + name + CHAT + "?a=1");
            assertThat(row.upstreamAddr()).isEqualTo(server.baseUrl() + CHAT + "?a=1");
            assertThat(row.sourceIp()).isEqualTo("127.0.0.1");
            assertThat(row.errorMessage()).isEmpty();
            assertThat(row.stream()).isFalse();
            assertThat(row.requestBody()).isEmpty();
            assertThat(row.userAgent()).isEmpty();
        });
    }

    @Test
    void anAttemptThatWasFollowedByAnotherIsARetry() {
        String name = group(REJECTED, GOOD);
        assertThat(gateway.proxy(name, CHAT, HELLO_STREAM).status()).isEqualTo(200);
        List<RequestLogRow> rows = rows(2);
        assertThat(rows).extracting(RequestLogRow::requestType).containsExactly("retry", "final");
        assertThat(rows).extracting(RequestLogRow::statusCode).containsExactly(401, 200);
        assertThat(rows).extracting(RequestLogRow::success).containsExactly(false, true);
        assertThat(rows).allMatch(RequestLogRow::stream);
        assertThat(rows.get(0).errorMessage()).isNotEmpty().doesNotContain(REJECTED);
    }

    @Test
    void aCallThatFindsNoKeyIsARowWithoutOne() {
        String name = group();
        assertThat(gateway.proxy(name, CHAT, HELLO).status()).isEqualTo(503);
        assertThat(rows(1)).singleElement().satisfies(row -> {
            assertThat(row.statusCode()).isEqualTo(503);
            assertThat(row.key().text()).isEmpty();
            assertThat(row.keyHash()).isEmpty();
            assertThat(row.model()).isEqualTo("m");
            assertThat(row.errorMessage()).contains("no keys");
            assertThat(row.requestType()).isEqualTo("final");
        });
    }

    @Test
    void aCallThroughAnAggregateIsFiledUnderTheMemberWithTheAggregateAsItsParent() {
        String name = group(GOOD);
        long member = store.groups().find(name).orElseThrow().id();
        long aggregate = store.groups().insert(GroupRow.aggregate("all-" + name, "openai"));
        store.subGroups().add(List.of(new SubGroupRow(aggregate, member, 1)));
        gateway.context().getBean(Catalog.class).reload();
        assertThat(gateway.proxy("all-" + name, CHAT, HELLO).status()).isEqualTo(200);
        assertThat(rows(1)).singleElement().satisfies(row -> {
            assertThat(row.groupId()).isEqualTo(member);
            assertThat(row.groupName()).isEqualTo(name);
            assertThat(row.parentGroupId()).isEqualTo(aggregate);
            assertThat(row.parentGroupName()).isEqualTo("all-" + name);
            assertThat(row.upstreamAddr()).isEqualTo(server.baseUrl() + CHAT);
        });
    }

    @Test
    void bodiesAndUserAgentsAreLoggedOnlyWhenAskedFor() {
        String name = group(GOOD);
        store.settings().save(Map.of(Setting.ENABLE_REQUEST_BODY_LOGGING, true));
        gateway.context().getBean(Catalog.class).reload();
        try {
            gateway.call(
                    "POST",
                    "/proxy/" + name + CHAT,
                    HELLO,
                    Map.of("Authorization", "Bearer " + RunningGateway.AUTH_KEY, "User-Agent", "me/1"));
        } finally {
            store.settings().save(Map.of(Setting.ENABLE_REQUEST_BODY_LOGGING, false));
            gateway.context().getBean(Catalog.class).reload();
        }
        assertThat(rows(1)).singleElement().satisfies(row -> {
            assertThat(row.requestBody()).isEqualTo(HELLO);
            assertThat(row.userAgent()).isEqualTo("me/1");
        });
    }

    @Test
    void aLoggedBodyIsThatOfTheGroupWithTheModelThatWasAskedFor() {
        String name = group(GOOD);
        long id = store.groups().find(name).orElseThrow().id();
        store.groups()
                .update(
                        id,
                        null,
                        Map.of(
                                GroupColumn.MODEL_REDIRECT_RULES, "{\"m\":\"gpt-4o-mini\"}",
                                GroupColumn.PARAM_OVERRIDES, "{\"temperature\":0.5}",
                                GroupColumn.CONFIG, "{\"enable_request_body_logging\":true}"));
        gateway.context().getBean(Catalog.class).reload();
        assertThat(gateway.proxy(name, CHAT, HELLO).body()).contains("gpt-4o-mini");
        assertThat(rows(1)).singleElement().satisfies(row -> {
            assertThat(row.model()).isEqualTo("m");
            assertThat(row.requestBody()).isEqualTo(HELLO.replace("]}", "],\"temperature\":0.5}"));
        });
    }

    @Test
    void usesAreCountedByKeyAndByHour() {
        String name = group(GOOD);
        gateway.proxy(name, CHAT, HELLO);
        gateway.proxy(name, CHAT, HELLO);
        rows(2);
        long id = store.groups().find(name).orElseThrow().id();
        assertThat(store.keys().page(KeyFilter.ofGroup(id), 0, 1).items())
                .singleElement()
                .satisfies(key -> assertThat(key.requestCount()).isEqualTo(2));
    }

    @Test
    void aStreamThatBreaksEndsWithAnErrorEventAndACutConnection() throws Exception {
        String name = group(GOOD);
        PROVIDER.fail(Fault.cutStream(2));
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        HttpRequest request = HttpRequest.newBuilder(gateway.url("/proxy/" + name + CHAT))
                .header("Authorization", "Bearer " + RunningGateway.AUTH_KEY)
                .POST(BodyPublishers.ofString(HELLO_STREAM))
                .build();
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(
                                request,
                                BodyHandlers.ofByteArrayConsumer(bytes ->
                                        bytes.ifPresent(seen::writeBytes)))) // a stream drops what it held back
                .as("a connection that was cut")
                .isInstanceOf(IOException.class);
        String text = seen.toString(StandardCharsets.UTF_8);
        assertThat(text).startsWith("data: {").doesNotContain("[DONE]");
        String last = text.substring(text.lastIndexOf("data: "));
        assertThat(last).contains("\"error\":{").contains("upstream_failed").endsWith("\n\n");
        assertThat(rows(1)).singleElement().satisfies(row -> {
            assertThat(row.success()).isFalse();
            assertThat(row.errorMessage()).contains("broke off");
        });
    }

    /** An upstream that does what it is told, and tells when its client has gone. */
    private record Raw(ServerSocket socket, CompletableFuture<Boolean> clientGone) implements AutoCloseable {

        static Raw answering(String response, boolean thenClose) throws IOException {
            ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Raw raw = new Raw(socket, new CompletableFuture<>());
            Thread thread = new Thread(() -> raw.serve(response, thenClose));
            thread.setDaemon(true);
            thread.start();
            return raw;
        }

        private void serve(String response, boolean thenClose) {
            try (Socket client = socket.accept()) {
                byte[] buffer = new byte[8192];
                InputStream in = client.getInputStream();
                in.read(buffer);
                OutputStream out = client.getOutputStream();
                out.write(response.getBytes(StandardCharsets.UTF_8));
                out.flush();
                while (!thenClose && in.read(buffer) >= 0) {
                    // whatever else the gateway sends
                }
                clientGone.complete(!thenClose);
            } catch (SocketException e) {
                clientGone.complete(true);
            } catch (IOException e) {
                clientGone.completeExceptionally(e);
            }
        }

        String url() {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void anAnswerThatBreaksBeforeAnyOfItWentOutIsAProperError() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"id\":";
        try (Raw upstream = Raw.answering(head, true)) {
            Answer answer = gateway.proxy(groupAt(upstream.url(), GOOD), CHAT, HELLO);
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.json().path("error").path("code").asString()).isEqualTo("upstream_failed");
            assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        }
    }

    private static byte[] chatRequest(String group) {
        return ("POST /proxy/" + group + CHAT + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + RunningGateway.AUTH_KEY + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + HELLO.length() + "\r\n\r\n" + HELLO)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aClientThatLeavesInTheMiddleOfAnAnswerIsNotOneThatHadAllOfIt() throws Exception {
        int length = 16 << 20; // more than connections hold on their way
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
        try (Raw upstream = Raw.answering(head + "x".repeat(length), false)) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
                client.getOutputStream().write(chatRequest(groupAt(upstream.url(), GOOD)));
                assertThat(client.getInputStream().readNBytes(4096)).hasSize(4096);
            }
            assertThat(rows(1)).singleElement().satisfies(row -> {
                assertThat(row.statusCode()).isEqualTo(200);
                assertThat(row.errorMessage()).contains("went away");
            });
        }
    }

    @Test
    void aClientThatLeavesWhileTheUpstreamIsSilentCancelsIt() throws Exception {
        try (Raw upstream = Raw.answering("", false)) {
            String name = groupAt(upstream.url(), GOOD);
            GptLoad engine = gateway.context().getBean(GptLoad.class);
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
                client.getOutputStream().write(chatRequest(name));
                await().until(() ->
                        engine.group(name).explain(null).keys().get(0).inFlight() == 1);
            }
            assertThat(upstream.clientGone().get(5, TimeUnit.SECONDS)).isTrue();
            await().until(() -> engine.group(name).explain(null).keys().get(0).inFlight() == 0);
            assertThat(rows(1)).singleElement().satisfies(row -> {
                assertThat(row.statusCode()).isEqualTo(499);
                assertThat(row.success()).isFalse();
                assertThat(row.key().text()).isEqualTo(GOOD);
            });
        }
    }

    @Test
    void aClientThatWaitsIsNotTakenForOneThatLeft() throws Exception {
        String name = group(GOOD);
        PROVIDER.fail(Fault.slowFirstByte(Duration.ofMillis(1200)));
        assertThat(gateway.proxy(name, CHAT, HELLO).status()).isEqualTo(200);
        assertThat(rows(1))
                .singleElement()
                .satisfies(row -> assertThat(row.durationMillis()).isGreaterThanOrEqualTo(1000));
    }
}
