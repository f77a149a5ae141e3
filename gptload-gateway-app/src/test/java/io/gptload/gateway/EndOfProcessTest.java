package io.gptload.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.RequestLogFilter;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.gateway.testing.GatewayProcess;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedCall;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a process of its own, ended in the ways processes are. */
class EndOfProcessTest {

    private static final String PATH = "/proxy/g/v1/chat/completions";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String STREAM = HELLO + ",\"stream\":true}";
    private static final int ENDED_BY_SIGTERM = 143;
    private static final List<String> DEAD = keys("dead", 150);
    private static final List<String> SPENT = keys("spent", 150);
    private static final List<String> GOOD = keys("good", 10);

    private final ProviderSimulator provider = ProviderSimulator.builder()
            .keys(simulated(DEAD, SimulatedKey::invalid))
            .keys(simulated(SPENT, SimulatedKey::outOfQuota))
            .keys(simulated(GOOD, SimulatedKey::valid))
            .build();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private SimulatorServer server;

    private static List<String> keys(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "sk-leakcanary-" + name + "-" + (1000 + i))
                .toList();
    }

    private static SimulatedKey[] simulated(List<String> keys, Function<String, SimulatedKey> kind) {
        return keys.stream().map(kind).toArray(SimulatedKey[]::new);
    }

    @BeforeEach
    void startProvider() {
        server = SimulatorServer.start(provider);
    }

    @AfterEach
    void stopProvider() {
        server.close();
    }

    private void group(List<String> keys) {
        try (JdbcStore store = JdbcStore.sqlite(folder.resolve("gpt-load.db"), StoreOptions.DEFAULTS)) {
            String upstreams = "[{\"url\":\"" + server.baseUrl() + "\",\"weight\":1}]";
            long id = store.groups().insert(GroupRow.standard("g", "openai", upstreams, "m"));
            store.keys().importAll(id, keys.iterator(), done -> {});
        }
    }

    private HttpRequest request(GatewayProcess gateway, String body) {
        return request(gateway, body, "");
    }

    private HttpRequest request(GatewayProcess gateway, String body, String query) {
        URI url = URI.create("http://127.0.0.1:" + gateway.port() + PATH + query);
        return HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + RunningGateway.AUTH_KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private long rowsOfFinalAttempts() {
        try (JdbcStore store = JdbcStore.sqlite(folder.resolve("gpt-load.db"), StoreOptions.DEFAULTS)) {
            return store.requestLogs().page(RequestLogFilter.all(), 0, 100).items().stream()
                    .filter(row -> row.requestType().equals(RequestLogRow.FINAL))
                    .count();
        }
    }

    private Map<Explanation.State, Long> statesAfterARestart() {
        try (RunningGateway restarted = RunningGateway.start(folder)) {
            return explain(restarted).keys().stream()
                    .collect(Collectors.groupingBy(Explanation.Key::state, Collectors.counting()));
        }
    }

    private static Explanation explain(RunningGateway gateway) {
        return gateway.context().getBean(GptLoad.class).group("g").explain(null);
    }

    @Test
    void aStreamUnderWayIsFinishedWhenItIsAskedToEndAndNothingIsLost() throws Exception {
        group(List.of(DEAD.get(0), GOOD.get(0)));
        provider.chunkDelay(Duration.ofMillis(300));
        try (GatewayProcess gateway = GatewayProcess.start(folder)) {
            HttpResponse<InputStream> response = client.send(request(gateway, STREAM), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).startsWith("data:");
                gateway.terminate();
                await().atMost(Duration.ofSeconds(5)).until(() -> refuses(gateway));
                gateway.terminate();
                assertThat(lines.lines()).contains("data: [DONE]");
            }
            assertThat(gateway.waitFor(Duration.ofSeconds(10))).isEqualTo(ENDED_BY_SIGTERM);
            assertThat(gateway.output()).doesNotContain("level=error", "Exception", "\tat ");
        }
        assertThat(rowsOfFinalAttempts()).isEqualTo(1);
        assertThat(statesAfterARestart())
                .containsEntry(Explanation.State.INVALID, 1L)
                .containsEntry(Explanation.State.READY, 1L);
    }

    private boolean refuses(GatewayProcess gateway) throws InterruptedException {
        try {
            URI url = URI.create("http://127.0.0.1:" + gateway.port() + "/actuator/health/readiness");
            HttpRequest probe =
                    HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(2)).build();
            return HttpClient.newHttpClient()
                            .send(probe, BodyHandlers.discarding())
                            .statusCode()
                    == 503;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aCallThatDoesNotEndIsCutAndWhatIsKnownOfKeysIsStillWritten() throws Exception {
        group(List.of(DEAD.get(0), GOOD.get(0)));
        try (GatewayProcess gateway =
                GatewayProcess.start(folder, "--spring.lifecycle.timeout-per-shutdown-phase=500ms")) {
            assertThat(client.send(request(gateway, HELLO + "}"), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            provider.fail(Fault.hang());
            CompletableFuture<?> hanging = client.sendAsync(request(gateway, STREAM), BodyHandlers.discarding());
            long before = provider.calls();
            await().until(() -> provider.calls() > before || hanging.isDone());
            gateway.terminate();
            assertThat(gateway.waitFor(Duration.ofSeconds(5))).isEqualTo(ENDED_BY_SIGTERM);
            assertThat(hanging).failsWithin(Duration.ofSeconds(5));
        }
        assertThat(rowsOfFinalAttempts()).isEqualTo(2);
        assertThat(statesAfterARestart()).containsEntry(Explanation.State.INVALID, 1L);
    }

    @Test
    void aKilledProcessLosesNeitherKeyStatesNorLogRowsOlderThanASecond() throws Exception {
        group(IntStream.range(0, DEAD.size() + SPENT.size() + GOOD.size())
                .mapToObj(EndOfProcessTest::interleaved)
                .toList());
        Map<String, Instant> answered = new HashMap<>();
        Instant killed;
        try (GatewayProcess gateway = GatewayProcess.start(folder)) {
            Instant until = Instant.MAX;
            while (Instant.now().isBefore(until)) {
                String query = "?call=" + answered.size();
                client.send(request(gateway, HELLO + "}", query), BodyHandlers.discarding());
                answered.put(PATH + query, Instant.now());
                if (answered.size() == 50) {
                    until = Instant.now().plusMillis(1_500);
                }
            }
            killed = Instant.now();
            gateway.kill();
        }
        answered.values().removeIf(at -> at.isAfter(killed.minusSeconds(1)));
        assertThat(answered).hasSizeGreaterThanOrEqualTo(50);
        assertThat(loggedPaths()).containsAll(answered.keySet());
        List<String> learned = provider.callLog().stream()
                .filter(call -> call.status() != 200 && call.at().isBefore(killed.minusSeconds(1)))
                .map(SimulatedCall::key)
                .map(key -> KeyRef.of(key).hash())
                .distinct()
                .toList();
        assertThat(learned).hasSizeGreaterThan(10);
        try (RunningGateway restarted = RunningGateway.start(folder)) {
            Map<String, Explanation.State> states = explain(restarted).keys().stream()
                    .collect(Collectors.toMap(key -> key.key().hash(), Explanation.Key::state));
            assertThat(learned).noneMatch(hash -> states.get(hash) == Explanation.State.READY);
            assertThat(integrity()).isEqualTo("ok");
        }
    }

    private Set<String> loggedPaths() throws SQLException {
        Set<String> paths = new HashSet<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpt-load.db"));
                Statement statement = connection.createStatement();
                var row =
                        statement.executeQuery("SELECT request_path FROM request_logs WHERE request_type = 'final'")) {
            while (row.next()) {
                paths.add(row.getString(1));
            }
        }
        return paths;
    }

    /** A good key follows a few bad ones, so that a call learns of some and is served. */
    private static String interleaved(int i) {
        if (i % 31 == 30) {
            return GOOD.get(i / 31);
        }
        int bad = i - i / 31;
        return bad % 2 == 0 ? DEAD.get(bad / 2) : SPENT.get(bad / 2);
    }

    private String integrity() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpt-load.db"));
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA integrity_check")) {
            return row.getString(1);
        }
    }
}
