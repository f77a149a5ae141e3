package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every adapter does, over real sockets. */
@Timeout(60)
abstract class AdapterContract {

    private static final Logger log = LoggerFactory.getLogger(AdapterContract.class);

    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO = "{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String HELLO_STREAM =
            "{\"model\":\"m-1\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ProviderSimulator simulator = ProviderSimulator.builder().build();
    private final SimulatorServer server = SimulatorServer.start(simulator);
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** A caller that uses the adapter. */
    abstract Caller caller(Group group);

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        server.close();
    }

    // ------------------------------------------------------------------------------------------------ fixtures

    private Group group(UnaryOperator<GroupConfig.Builder> definition) {
        return GptLoad.builder()
                .logStateChanges(false)
                .group("g", definition)
                .build()
                .group("g");
    }

    private Group simulated(GroupSettings.Builder settings, String... keys) {
        return group(g -> g.upstream(server.baseUrl()).keys(keys).settings(settings));
    }

    private Group simulated(String... keys) {
        return simulated(GroupSettings.builder(), keys);
    }

    private Group healthy(GroupSettings.Builder settings) {
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        return simulated(settings, "sk-leakcanary-good");
    }

    private Group healthy() {
        return healthy(GroupSettings.builder());
    }

    private Caller open(Group group) {
        Caller caller = caller(group);
        opened.add(caller);
        return caller;
    }

    private RawUpstream raw(RawUpstream.Behaviour behaviour) {
        RawUpstream upstream = new RawUpstream(behaviour);
        opened.add(upstream);
        return upstream;
    }

    private static void assertNoKeyHeld(Group group) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(group.explain(null).keys())
                        .extracting(Explanation.Key::inFlight)
                        .containsOnly(0));
    }

    private static void assertNobodyBlamed(Group group) {
        assertNoKeyHeld(group);
        assertThat(group.explain(null).keys()).allSatisfy(key -> {
            assertThat(key.state()).isEqualTo(Explanation.State.READY);
            assertThat(key.strikes()).isZero();
        });
    }

    /** Some adapters have to wrap it. */
    private static void isAnIoFailure(Throwable thrown) {
        Throwable at = thrown;
        while (!(at instanceof IOException) && at.getCause() != null) {
            at = at.getCause();
        }
        assertThat(at).isInstanceOf(IOException.class);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    // ------------------------------------------------------------------------------------------------ keys

    @Test
    void deadAndLimitedKeysAreStoodInForByAHealthyOne() throws Exception {
        simulator.setKey(SimulatedKey.limited("sk-leakcanary-limited", 0, Duration.ofMinutes(1)));
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        Group group = simulated("sk-leakcanary-dead", "sk-leakcanary-limited", "sk-leakcanary-good");
        Caller caller = open(group);

        for (int i = 0; i < 5; i++) {
            Caller.Reply reply = caller.post(CHAT, HELLO);
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.text()).contains("Hello from m-1");
        }

        assertThat(simulator.calls("sk-leakcanary-dead")).isEqualTo(1);
        assertThat(simulator.calls("sk-leakcanary-limited")).isEqualTo(1);
        assertThat(simulator.calls("sk-leakcanary-good")).isEqualTo(5);
        assertThat(simulator.calls()).as("no key but those").isEqualTo(7);
        assertThat(group.explain("m-1").keys())
                .extracting(Explanation.Key::state)
                .containsExactly(Explanation.State.INVALID, Explanation.State.COOLING, Explanation.State.READY);
        assertNoKeyHeld(group);
    }

    @Test
    void limitedKeysSayWhenTheFirstIsFree() throws Exception {
        simulator.setKey(SimulatedKey.limited("sk-leakcanary-1", 0, Duration.ofSeconds(50)));
        simulator.setKey(SimulatedKey.limited("sk-leakcanary-2", 0, Duration.ofSeconds(20)));
        Group group = simulated("sk-leakcanary-1", "sk-leakcanary-2");
        Caller caller = open(group);

        for (int i = 0; i < 2; i++) { // the second time without asking the upstream
            Caller.Reply reply = caller.post(CHAT, HELLO);
            long left = Duration.between(Instant.now(), group.nextFree("m-1")).toSeconds();

            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.text()).contains("\"error\"");
            assertThat(Long.parseLong(reply.header("Retry-After"))).isBetween(left, left + 2);
            assertThat(left).isBetween(15L, 30L);
            assertThat(reply.header("x-should-retry")).isEqualTo("false");
        }
        assertThat(simulator.calls()).isLessThanOrEqualTo(3);
        assertNoKeyHeld(group);
    }

    @Test
    void groupWithoutKeysSaysSo() throws Exception {
        Caller.Reply reply = open(simulated()).post(CHAT, HELLO);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).contains("no_keys_available");
        assertThat(reply.header("Content-Type")).startsWith("application/json");
        assertThat(reply.header("x-should-retry")).isEqualTo("false");
        assertThat(simulator.calls()).isZero();
    }

    // ------------------------------------------------------------------------------------------------ the caller's
    // fault

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 422})
    void whatTheCallerDidWrongReachesItVerbatim(int status) throws Exception {
        String body = "{ \"error\" : {\"message\":\"caf\u00e9 \\u00e9\", \"type\":\"invalid_request_error\"}}\n";
        RawUpstream upstream = raw((socket, number) -> RawUpstream.answer(
                socket,
                status + " No\r\nContent-Type: application/json\r\nX-Request-Id: req-7\r\nX-Odd: a, b",
                body.getBytes(StandardCharsets.UTF_8)));
        Group group = group(g -> g.upstream(upstream.baseUrl()).keys("sk-leakcanary-1", "sk-leakcanary-2"));

        Caller.Reply reply = open(group).post(CHAT, HELLO);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        assertThat(reply.header("X-Request-Id")).isEqualTo("req-7");
        assertThat(reply.header("X-Odd")).isEqualTo("a, b");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("x-should-retry")).isNull();
        assertThat(upstream.requests()).isEqualTo(1);
        assertNobodyBlamed(group);
    }

    // ------------------------------------------------------------------------------------------------ the upstream's
    // fault

    @Test
    void resetIsRetried() throws Exception {
        Group group = healthy();
        simulator.fail(Fault.reset().times(1));

        assertThat(open(group).post(CHAT, HELLO).status()).isEqualTo(200);
        assertThat(simulator.calls()).isEqualTo(2);
        assertNobodyBlamed(group);
    }

    @Test
    void resetsForEverEndInAnErrorThatSaysSo() throws Exception {
        Group group = healthy(GroupSettings.builder().maxRetries(2));
        simulator.fail(Fault.reset());

        Caller.Reply reply = open(group).post(CHAT, HELLO);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).contains("\"error\"").contains("it closed the connection before it answered");
        assertThat(reply.header("Content-Type")).startsWith("application/json");
        assertThat(reply.header("x-should-retry")).isEqualTo("false");
        assertThat(simulator.calls()).isEqualTo(3);
        assertNobodyBlamed(group);
    }

    @Test
    void tcpResetIsRetried() throws Exception {
        RawUpstream upstream = raw((socket, number) -> {
            if (number == 1) {
                RawUpstream.reset(socket);
            } else {
                RawUpstream.answer(
                        socket, "200 OK\r\nContent-Type: application/json", "{}".getBytes(StandardCharsets.US_ASCII));
            }
        });
        Group group = group(g -> g.upstream(upstream.baseUrl()).keys("sk-leakcanary-1"));

        assertThat(open(group).post(CHAT, HELLO).text()).isEqualTo("{}");
        assertThat(upstream.requests()).isEqualTo(2);
        assertNobodyBlamed(group);
    }

    @Test
    void silenceIsGivenUpAndTriedAgain() throws Exception {
        Group group = healthy(GroupSettings.builder().responseHeaderTimeout(Duration.ofMillis(300)));
        simulator.fail(Fault.hang().times(1));

        assertThat(open(group).post(CHAT, HELLO).status()).isEqualTo(200);
        assertThat(simulator.calls()).isEqualTo(2);
        assertThat(server.awaitDisconnects(1, PATIENCE)).isTrue();
        assertNobodyBlamed(group);
    }

    @Test
    void silenceForEverEndsInATimeout() throws Exception {
        Group group = healthy(GroupSettings.builder()
                .responseHeaderTimeout(Duration.ofMillis(200))
                .maxRetries(1));
        simulator.fail(Fault.hang());

        Caller.Reply reply = open(group).post(CHAT, HELLO);

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).contains("it did not answer in time");
        assertThat(simulator.calls()).isEqualTo(2);
        assertThat(server.awaitDisconnects(2, PATIENCE)).isTrue();
        assertNobodyBlamed(group);
    }

    @Test
    void requestTimeoutCoversAllAttempts() throws Exception {
        Group group = healthy(
                GroupSettings.builder().requestTimeout(Duration.ofMillis(400)).maxRetries(100));
        simulator.fail(Fault.hang());

        long start = System.nanoTime();
        Caller.Reply reply = open(group).post(CHAT, HELLO);

        assertThat(reply.status()).isEqualTo(504);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(390), PATIENCE);
        assertNobodyBlamed(group);
    }

    @Test
    void emptyReplyIsTriedAgain() throws Exception {
        Group group = healthy();
        simulator.fail(Fault.emptyReply().times(1));

        assertThat(open(group).post(CHAT, HELLO).text()).contains("Hello from m-1");
        assertThat(simulator.calls()).isEqualTo(2);
        assertNobodyBlamed(group);
    }

    @Test
    void upstreamThatRefusesConnectionsIsStoodInForByAnother() throws Exception {
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        String refusing = "http://127.0.0.1:" + closedPort();
        Group group = group(g -> g.upstream(refusing).upstream(server.baseUrl()).keys("sk-leakcanary-good"));
        Caller caller = open(group);

        for (int i = 0; i < 10; i++) {
            assertThat(caller.post(CHAT, HELLO).status()).isEqualTo(200);
        }
        assertThat(simulator.served("sk-leakcanary-good")).isEqualTo(10);
        assertNobodyBlamed(group);
    }

    @Test
    void upstreamsAreUsedByWeight() throws Exception {
        ProviderSimulator other = ProviderSimulator.builder()
                .key(SimulatedKey.valid("sk-leakcanary-good"))
                .build();
        SimulatorServer otherServer = SimulatorServer.start(other);
        opened.add(otherServer);
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        Group group = group(g -> g.upstream(server.baseUrl(), 3)
                .upstream("http://localhost:" + otherServer.port(), 1)
                .keys("sk-leakcanary-good"));
        Caller caller = open(group);

        for (int i = 0; i < 8; i++) {
            assertThat(caller.post(CHAT, HELLO).status()).isEqualTo(200);
        }
        assertThat(simulator.served()).isEqualTo(6);
        assertThat(other.served()).isEqualTo(2);
        assertThat(other.callLog().get(0).header("Host")).isEqualTo("localhost:" + otherServer.port());
    }

    // ------------------------------------------------------------------------------------------------ usage

    @Test
    void tokensAreReadFromWhatPassesBy() throws Exception {
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        List<GptLoadEvent.UsageReported> told = new CopyOnWriteArrayList<>();
        Group group = GptLoad.builder()
                .logStateChanges(false)
                .listener(event -> {
                    if (event instanceof GptLoadEvent.UsageReported usage) {
                        told.add(usage);
                    }
                })
                .group("g", g -> g.upstream(server.baseUrl()).keys("sk-leakcanary-good"))
                .build()
                .group("g");
        Caller caller = open(group);

        String whole = caller.post(CHAT, HELLO).text();
        rest(caller.stream(CHAT, HELLO_STREAM.replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},")));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).hasSize(2));
        assertThat(told).allSatisfy(usage -> {
            assertThat(usage.model()).isEqualTo("m-1");
            assertThat(usage.usage().prompt()).isPositive();
            assertThat(usage.usage().completion()).isPositive();
        });
        assertThat(whole).contains("\"prompt_tokens\":" + told.get(0).usage().prompt() + ",");
    }

    // ------------------------------------------------------------------------------------------------ streams

    @Test
    void eventsArriveOneByOne() throws Exception {
        Group group = healthy();
        simulator.chunkDelay(Duration.ofMillis(200));

        Caller.Events events = open(group).stream(CHAT, HELLO_STREAM);

        assertThat(events.status()).isEqualTo(200);
        assertThat(events.next()).contains("assistant");
        assertThat(server.activeStreams()).as("still sending").isEqualTo(1);
        assertThat(rest(events)).contains("Hello", " from", " m-1");
        assertNobodyBlamed(group);
    }

    private static String rest(Caller.Events events) throws Exception {
        StringBuilder all = new StringBuilder();
        for (String event = events.next(); event != null; event = events.next()) {
            all.append(event).append('\n');
        }
        return all.toString();
    }

    @Test
    void errorInAStreamsFirstEventIsNeverSeen() throws Exception {
        Group group = healthy();
        simulator.fail(Fault.errorEventFirst().times(1));

        assertThat(rest(open(group).stream(CHAT, HELLO_STREAM)))
                .contains("Hello", " m-1")
                .doesNotContain("error");
        assertThat(simulator.calls()).isEqualTo(2);
        assertNobodyBlamed(group);
    }

    @Test
    void emptyStreamIsTriedAgain() throws Exception {
        Group group = healthy();
        simulator.fail(Fault.emptyReply().times(1));

        assertThat(rest(open(group).stream(CHAT, HELLO_STREAM))).contains("Hello", " m-1");
        assertThat(simulator.calls()).isEqualTo(2);
        assertNobodyBlamed(group);
    }

    @Test
    void brokenStreamDoesNotEndLikeAWholeOne() throws Exception {
        Group group = healthy();
        simulator.fail(Fault.cutStream(3));

        Caller.Events events = open(group).stream(CHAT, HELLO_STREAM);

        assertThat(events.next()).contains("assistant");
        // How much more arrives is up to the client: that of the JDK drops what it has read when the connection breaks.
        assertThatThrownBy(() -> rest(events)).isInstanceOf(IOException.class);
        assertThat(simulator.calls()).as("too late for another attempt").isEqualTo(1);
        assertNobodyBlamed(group);
    }

    @Test
    void brokenBodyIsAnError() {
        Group group = healthy();
        simulator.fail(Fault.cutStream(1));
        Caller caller = open(group);

        assertThatThrownBy(() -> caller.post(CHAT, HELLO)).satisfies(AdapterContract::isAnIoFailure);
        assertThat(simulator.calls()).isEqualTo(1);
        assertNobodyBlamed(group);
    }

    @Test
    void streamMayTakeLongerThanARequest() throws Exception {
        Group group = healthy(GroupSettings.builder()
                .requestTimeout(Duration.ofMillis(400))
                .responseHeaderTimeout(Duration.ofMillis(400)));
        simulator.chunkDelay(Duration.ofMillis(150));

        long start = System.nanoTime();
        assertThat(rest(open(group).stream(CHAT, HELLO_STREAM))).contains("Hello", " m-1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(450));
        assertNobodyBlamed(group);
    }

    @Test
    void silenceWithinAStreamIsGivenUp() throws Exception {
        Group group = healthy(GroupSettings.builder().streamIdleTimeout(Duration.ofMillis(250)));
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        RawUpstream upstream = raw((socket, number) -> {
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
                                    + "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().read(); // until the client leaves
        });
        Group silent = group(
                g -> g.upstream(upstream.baseUrl()).keys("sk-leakcanary-1").settings(group.settings()));

        Caller.Events events = open(silent).stream(CHAT, HELLO_STREAM);

        assertThat(events.next()).contains("\"a\"");
        long start = System.nanoTime();
        assertThatThrownBy(events::next).isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(100), PATIENCE);
        assertNobodyBlamed(silent);
    }

    @Test
    void requestTimeoutCoversTheBody() {
        RawUpstream upstream = raw((socket, number) -> {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().read(); // until the client leaves
        });
        Group group = group(g -> g.upstream(upstream.baseUrl())
                .keys("sk-leakcanary-1")
                .settings(GroupSettings.builder().requestTimeout(Duration.ofMillis(300))));
        Caller caller = open(group);

        long start = System.nanoTime();
        assertThatThrownBy(() -> caller.post(CHAT, HELLO)).satisfies(AdapterContract::isAnIoFailure);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(290), PATIENCE);
        assertNobodyBlamed(group);
    }

    // ------------------------------------------------------------------------------------------------ cancellation

    @Test
    void cancelWhileWaitingForHeaders() throws Exception {
        Group group = healthy();
        simulator.fail(Fault.hang());
        Caller.Pending pending = open(group).begin(CHAT, HELLO);
        assumeThat(pending).as("can be cancelled").isNotNull();
        assertThat(server.awaitActiveStreams(1, PATIENCE)).isTrue();

        long start = System.nanoTime();
        pending.cancel();

        assertThat(server.awaitDisconnects(1, PATIENCE)).isTrue();
        logged("waiting for headers", start);
        assertThatThrownBy(() -> pending.reply().get()).isNotNull();
        assertNobodyBlamed(group);
        assertThat(group.explain(null).upstreams().get(0).state()).isEqualTo("closed");
        assertThat(simulator.calls()).isEqualTo(1);
    }

    @Test
    void cancelWhileReadingABody() throws Exception {
        Group group = healthy();
        simulator.chunkDelay(Duration.ofMinutes(10));
        Caller.Pending pending = open(group).begin(CHAT, HELLO_STREAM);
        assumeThat(pending).as("can be cancelled").isNotNull();
        assertThat(server.awaitActiveStreams(1, PATIENCE)).isTrue();
        await().atMost(PATIENCE).until(() -> simulator.calls() == 1);

        pending.cancel();

        assertThat(server.awaitDisconnects(1, PATIENCE)).isTrue();
        assertThatThrownBy(() -> pending.reply().get()).isNotNull();
        assertNobodyBlamed(group);
        assertThat(simulator.calls()).isEqualTo(1);
    }

    @Test
    void cancelWhileStreaming() throws Exception {
        Group group = healthy();
        simulator.chunkDelay(Duration.ofMinutes(10));
        Caller.Events events = open(group).stream(CHAT, HELLO_STREAM);
        assertThat(events.next()).contains("assistant");
        assertThat(server.activeStreams()).isEqualTo(1);

        long start = System.nanoTime();
        events.cancel();

        assertThat(server.awaitDisconnects(1, PATIENCE)).isTrue();
        logged("streaming", start);
        assertNobodyBlamed(group);
        assertThat(group.explain(null).upstreams().get(0).state()).isEqualTo("closed");
    }

    @Test
    void cancelWhilePausing() throws Exception {
        simulator.setKey(SimulatedKey.limited("sk-leakcanary-1", 0, Duration.ofSeconds(30)));
        Group group = simulated(GroupSettings.builder().maxWait(Duration.ofSeconds(60)), "sk-leakcanary-1");
        Caller.Pending pending = open(group).begin(CHAT, HELLO);
        assumeThat(pending).as("can be cancelled").isNotNull();
        await().atMost(PATIENCE)
                .until(() -> group.nextFree(null) != null
                        && group.explain("m-1").keys(Explanation.State.READY).isEmpty());

        long start = System.nanoTime();
        pending.cancel();

        assertThatThrownBy(() -> pending.reply().get()).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        logged("pausing", start);
        assertNoKeyHeld(group);
        assertThat(simulator.calls()).isEqualTo(1);
    }

    private void logged(String when, long start) {
        log.info(
                "{}: cancelled while {} in {} us",
                getClass().getSimpleName(),
                when,
                (System.nanoTime() - start) / 1000);
    }

    @Test
    void bodyAbandonedHalfWayGivesItsKeyBack() throws Exception {
        Group group = healthy();
        simulator.chunkDelay(Duration.ofMillis(100));
        Caller caller = open(group);

        for (int i = 0; i < 3; i++) {
            Caller.Events events = caller.stream(CHAT, HELLO_STREAM);
            assertThat(events.next()).isNotNull();
            events.cancel();
        }

        assertNobodyBlamed(group);
    }

    // ------------------------------------------------------------------------------------------------ bodies

    @Test
    void bodyThatCanBeSentOnceIsSentOnce() throws Exception {
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        Group group = simulated("sk-leakcanary-dead", "sk-leakcanary-good");

        Caller.Reply reply = open(group).postOnce(CHAT, HELLO);

        assumeThat(reply).as("has such bodies").isNotNull();
        assertThat(reply.status()).isEqualTo(401);
        assertThat(simulator.calls()).isEqualTo(1);
        assertNoKeyHeld(group);
    }

    @Test
    void bodyThatCanBeSentOnceArrives() throws Exception {
        Group group = healthy();

        Caller.Reply reply = open(group).postOnce(CHAT, HELLO);

        assumeThat(reply).as("has such bodies").isNotNull();
        assertThat(reply.text()).contains("Hello from m-1");
        assertThat(simulator.calls()).isEqualTo(1);
        assertNobodyBlamed(group);
    }

    @Test
    void largeBodyIsSentAgain() throws Exception {
        simulator.setKey(SimulatedKey.valid("sk-leakcanary-good"));
        Group group = simulated("sk-leakcanary-dead", "sk-leakcanary-good");
        String json = HELLO.replace("hi", "x".repeat(2 << 20));

        Caller.Reply reply = open(group).post(CHAT, json);

        assertThat(reply.status()).isEqualTo(200);
        int promptTokens = (json.length() + 3) / 4;
        assertThat(reply.text()).contains("\"prompt_tokens\":" + promptTokens);
        assertThat(simulator.calls()).isEqualTo(2);
    }

    @Test
    void binaryBodyIsLeftAlone() throws Exception {
        byte[] body = new byte[100_000];
        new java.util.Random(7).nextBytes(body);
        RawUpstream upstream =
                raw((socket, number) -> RawUpstream.answer(socket, "200 OK\r\nContent-Type: audio/mpeg", body));
        Caller caller = open(group(g -> g.upstream(upstream.baseUrl()).keys("sk-leakcanary-1")));
        assumeThat(caller.binary()).isTrue();

        Caller.Reply reply = caller.post("/v1/audio/speech", HELLO);

        assertThat(reply.body()).isEqualTo(body);
        assertThat(reply.header("Content-Type")).isEqualTo("audio/mpeg");
    }

    @Test
    void encodedBodyAskedForIsLeftAlone() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write("{\"error\":{\"message\":\"no\"}}".getBytes(StandardCharsets.US_ASCII));
        }
        RawUpstream upstream = raw((socket, number) -> RawUpstream.answer(
                socket,
                (number == 1 ? "400 Bad" : "200 OK") + "\r\nContent-Type: application/json\r\nContent-Encoding: gzip",
                zipped.toByteArray()));
        Caller caller = open(group(g -> g.upstream(upstream.baseUrl()).keys("sk-leakcanary-1")));
        assumeThat(caller.binary()).isTrue();

        for (int status : new int[] {400, 200}) {
            Caller.Reply reply =
                    caller.post(CHAT, HELLO.getBytes(StandardCharsets.UTF_8), Map.of("Accept-Encoding", "gzip"));
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.body()).isEqualTo(zipped.toByteArray());
            assertThat(reply.header("Content-Encoding")).isEqualTo("gzip");
        }
    }

    // ------------------------------------------------------------------------------------------------ headers

    @Test
    void callersHeadersArriveAndItsCredentialDoesNot() throws Exception {
        Group group = healthy();
        Caller caller = open(group);
        Map<String, String> headers = caller.binary() ? Map.of("X-Trace", "t-1", "x-api-key", "callers-own") : Map.of();

        caller.post(CHAT, HELLO.getBytes(StandardCharsets.UTF_8), headers);

        Map<String, List<String>> sent = simulator.callLog().get(0).headers();
        assertThat(sent.get("Authorization")).containsExactly("Bearer sk-leakcanary-good");
        assertThat(sent.get("Host")).containsExactly("127.0.0.1:" + server.port());
        assertThat(sent.get("Content-Length")).containsExactly(Integer.toString(HELLO.length()));
        assertThat(sent.get("Content-Type")).containsExactly("application/json");
        assertThat(sent.get("x-api-key")).isNull();
        if (caller.binary()) {
            assertThat(sent.get("X-Trace")).containsExactly("t-1");
        }
        Set<String> once = new HashSet<>();
        sent.keySet()
                .forEach(name -> assertThat(once.add(name.toLowerCase(java.util.Locale.ROOT)))
                        .isTrue());
    }

    // ------------------------------------------------------------------------------------------------ load

    @Test
    void manyCallsAtOnce() throws Exception {
        for (int i = 0; i < 4; i++) {
            simulator.setKey(SimulatedKey.valid("sk-leakcanary-" + i));
        }
        Group group = simulated(
                "sk-leakcanary-0", "sk-leakcanary-1", "sk-leakcanary-dead", "sk-leakcanary-2", "sk-leakcanary-3");
        Caller caller = open(group);
        simulator.fail(Fault.slowFirstByte(Duration.ofMillis(100)));
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Callable<Caller.Reply>> calls = java.util.Collections.nCopies(64, () -> caller.post(CHAT, HELLO));
            for (Future<Caller.Reply> reply : threads.invokeAll(calls)) {
                assertThat(reply.get().status()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(simulator.served()).isEqualTo(64);
        assertNoKeyHeld(group);
    }
}
