package io.gptload.gateway.blackbox;

import static io.gptload.gateway.blackbox.TestGroup.CHAT;
import static io.gptload.gateway.blackbox.TestGroup.HELLO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedCall;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What destroys the pools of others, against the whole gateway in real time. Each figure is one the product promises. */
class PoolSurvivalTest {

    private static final ProviderSimulator PROVIDER =
            ProviderSimulator.builder().build();

    @TempDir
    static Path folder;

    private static SimulatorServer server;
    private static RunningGateway gateway;

    private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(16);

    @BeforeAll
    static void start() {
        server = SimulatorServer.start(PROVIDER);
        gateway = RunningGateway.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    @BeforeEach
    void recover() {
        PROVIDER.recover();
        PROVIDER.resetCounters();
    }

    @AfterEach
    void stopClients() {
        clients.shutdownNow();
    }

    private static String[] keys(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "sk-leakcanary-" + name + "-" + i)
                .toArray(String[]::new);
    }

    private static TestGroup group(String fields, String... keys) {
        return TestGroup.create(gateway, server.baseUrl(), fields, keys);
    }

    private static TestGroup healthyGroup(String... keys) {
        for (String key : keys) {
            PROVIDER.setKey(SimulatedKey.valid(key));
        }
        return group("{}", keys);
    }

    /** Sends requests at a fixed rate, however long answers take. @return the answers, in order */
    private List<Answer> offer(TestGroup group, int count, Duration pause) throws Exception {
        List<Future<Answer>> offered = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            offered.add(clients.schedule(group::chat, pause.toNanos() * i, TimeUnit.NANOSECONDS));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> each : offered) {
            answers.add(each.get(30, TimeUnit.SECONDS));
        }
        return answers;
    }

    private static long served(List<Answer> answers) {
        return answers.stream().filter(answer -> answer.status() == 200).count();
    }

    @Test
    void malformedRequestsAreTheCallersFault() {
        TestGroup group = healthyGroup(keys("malformed", 4));
        for (int i = 0; i < 20; i++) {
            Answer answer = group.post(CHAT, "{\"model\":\"gpt-4o\"}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().path("error").path("param").asString()).isEqualTo("messages");
        }
        assertThat(PROVIDER.calls()).isEqualTo(20);
        group.assertNoKeyTouched();
        for (int i = 0; i < 10; i++) {
            assertThat(group.chat().status()).isEqualTo(200);
        }
    }

    @Test
    void aBudgetIsUsedUpAndNoKeyIsAskedOnceMore() throws Exception {
        String[] keys = keys("budget", 3);
        for (String key : keys) {
            PROVIDER.setKey(SimulatedKey.valid(key));
        }
        String day = Instant.now().atZone(ZoneOffset.UTC).getHour() < 12 ? "day from 12:30" : "day from 00:30";
        TestGroup group = group("{\"gptload\":{\"key_budgets\":\"10 requests/" + day + "\"}}", keys);

        List<Answer> answers = offer(group, 40, Duration.ZERO);

        assertThat(served(answers)).isEqualTo(30);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(10)
                .allSatisfy(refused -> {
                    assertThat(refused.status()).isEqualTo(429);
                    assertThat(Integer.parseInt(refused.header("Retry-After"))).isGreaterThan(60);
                });
        for (String key : keys) {
            assertThat(PROVIDER.calls(key)).isEqualTo(10);
        }
        assertThat(group.keys()).allSatisfy(key -> {
            assertThat(key.path("state").asString()).isEqualTo("cooling");
            assertThat(key.path("rule_id").asString()).isEqualTo("budget.requests_per_day");
            assertThat(key.path("strikes").asInt(-1)).isZero();
            assertThat(key.path("budgets").path(0).path("remaining").asInt(-1)).isZero();
        });
        assertThat(gateway.api("POST", "/api/gptload/pool/" + group.name() + "/clear", null)
                        .status())
                .isEqualTo(200);
        assertThat(served(offer(group, 40, Duration.ZERO))).isEqualTo(30);
    }

    @Test
    void anOutageTouchesNoKeyAndIsOverWhenItIsOver() throws Exception {
        TestGroup group = healthyGroup(keys("outage", 5));
        PROVIDER.fail(Fault.status(503));
        assertThat(offer(group, 20, Duration.ofMillis(50)))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(503));
        group.assertNoKeyTouched();
        PROVIDER.recover();
        assertThat(served(offer(group, 20, Duration.ofMillis(200)))).isGreaterThanOrEqualTo(19);
        group.assertNoKeyTouched();
    }

    @Test
    void atOneAndAHalfTimesTheLimitTheKeysDeliverWhatTheyAllow() throws Exception {
        String[] keys = keys("limited", 10);
        for (String key : keys) {
            PROVIDER.setKey(SimulatedKey.limited(key, 5, Duration.ofSeconds(2)));
        }
        TestGroup group = group("{}", keys);
        List<Answer> answers = offer(group, 320, Duration.ofMillis(25)); // 40 a second for 8 s; the keys allow 25
        assertThat(served(answers)).isGreaterThanOrEqualTo(190);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .isNotEmpty()
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(429);
                    assertThat(answer.header("Retry-After")).matches("[123]");
                });
        assertThat(group.pool().path("invalid").asInt(-1)).isZero();
        assertThat(PROVIDER.rateLimited()).isLessThanOrEqualTo(PROVIDER.calls() / 20);
    }

    @Test
    void failuresWithSuccessesBetweenDoNotAddUp() {
        String key = "sk-leakcanary-rounds-0";
        TestGroup group = group("{\"config\":{\"max_retries\":0}}", key);
        for (int round = 0; round < 4; round++) {
            PROVIDER.setKey(SimulatedKey.rejected(key));
            assertThat(group.chat().status()).isEqualTo(401);
            PROVIDER.setKey(SimulatedKey.valid(key));
            for (int i = 0; i < 5; i++) {
                await().atMost(Duration.ofSeconds(5)).until(() -> group.chat().status() == 200);
            }
        }
        JsonNode state = group.keys().get(0);
        assertThat(state.path("state").asString()).isEqualTo("ready");
        assertThat(state.path("strikes").asInt(-1)).isZero();
    }

    @Test
    void aResetIsTriedAgainAndNeverTurnsIntoAnEmptySuccess() {
        TestGroup group = healthyGroup(keys("reset", 2));
        PROVIDER.fail(Fault.reset().times(1));
        assertThat(group.chat().status()).isEqualTo(200);
        assertThat(PROVIDER.calls()).isEqualTo(2);

        PROVIDER.fail(Fault.reset());
        Answer answer = group.chat();
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.json().path("error").path("message").asString()).contains("closed the connection");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        group.assertNoKeyTouched();
    }

    @Test
    void whenAllKeysAreLimitedTheCallerIsToldWhenTheFirstIsFree() {
        String[] keys = keys("told", 2);
        PROVIDER.setKey(SimulatedKey.limited(keys[0], 1, Duration.ofSeconds(60)));
        PROVIDER.setKey(SimulatedKey.limited(keys[1], 1, Duration.ofSeconds(3)));
        TestGroup group = group("{}", keys);
        assertThat(group.chat().status()).isEqualTo(200);
        assertThat(group.chat().status()).isEqualTo(200);
        Answer refused = group.chat();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).matches("[1-4]");
        assertThat(refused.json().path("error").path("message").asString()).isNotEmpty();
        Duration wait = Duration.ofMillis(Long.parseLong(refused.header("retry-after-ms")));
        assertThat(wait).isBetween(Duration.ofMillis(1), Duration.ofMillis(3070));
        long refusedAt = System.nanoTime();
        await().pollDelay(wait)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(10))
                .until(() -> group.chat().status() == 200);
        assertThat(Duration.ofNanos(System.nanoTime() - refusedAt)).isGreaterThanOrEqualTo(wait);
        assertThat(PROVIDER.rateLimited()).isZero();
    }

    @Test
    void untouchedBytesOfABodyStayAsTheyAre() throws Exception {
        String body =
                "{ \"seed\" : 9007199254740993,\"x\":\"<&>\\u00e9\\/ \u00e9\", \"b\":1e2 ,\r\n\t\"temperature\" : 1.0,"
                        + "\"a\":null,\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}] }";
        try (RecordingUpstream upstream = new RecordingUpstream()) {
            TestGroup group = TestGroup.create(
                    gateway,
                    upstream.baseUrl(),
                    "{\"param_overrides\":{\"temperature\":0.25,\"top_p\":12345678901234567890}}",
                    "sk-leakcanary-bytes-0");
            assertThat(group.post(CHAT, body).status()).isEqualTo(200);
            assertThat(upstream.takeBody())
                    .isEqualTo(body.replace("1.0", "0.25").replace("}] }", "}] ,\"top_p\":12345678901234567890}"));
        }
    }

    @Test
    void aHundredThousandKeysServeInTurn() {
        String[] keys = keys("many", 100_000);
        for (String key : keys) {
            PROVIDER.setKey(SimulatedKey.valid(key));
        }
        TestGroup group = group("{}");
        assertThat(gateway.api("POST", "/api/keys/add-async", group.keysText(List.of(keys)))
                        .status())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !gateway.api("GET", "/api/tasks/status?group_id=" + group.id())
                        .data()
                        .path("is_running")
                        .asBoolean(true));
        assertThat(group.pool().path("ready").asInt()).isEqualTo(100_000);
        for (int i = 0; i < 100; i++) {
            assertThat(group.post(CHAT, HELLO).status()).isEqualTo(200);
        }
        assertThat(PROVIDER.callLog().stream().map(SimulatedCall::key).distinct())
                .hasSize(100);
    }
}
