package io.gptload.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.embedded.RedisServer;

/** Two gateways, one database, with and without Redis: what one learns of a key the other heeds. */
class TwoGatewaysTest {

    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String CHAT = "/v1/chat/completions";
    private static final String ONE = "sk-leakcanary-one-0001";
    private static final String TWO = "sk-leakcanary-two-0001";
    private static final Duration BOUND = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final ProviderSimulator provider = ProviderSimulator.builder()
            .keys(SimulatedKey.valid(ONE), SimulatedKey.valid(TWO))
            .build();
    private SimulatorServer server;
    private RunningGateway here;
    private RunningGateway there;

    @BeforeEach
    void fill() {
        server = SimulatorServer.start(provider);
        try (JdbcStore store = JdbcStore.sqlite(folder.resolve("gpt-load.db"), StoreOptions.DEFAULTS)) {
            String upstreams = "[{\"url\":\"" + server.baseUrl() + "\",\"weight\":1}]";
            long id = store.groups().insert(GroupRow.standard("g", "openai", upstreams, "m"));
            store.keys().importAll(id, List.of(ONE, TWO).iterator(), done -> {});
        }
    }

    private void start(String redis) {
        here = gateway(redis);
        there = gateway(redis);
    }

    private RunningGateway gateway(String redis) {
        RunningGateway.Builder gateway = RunningGateway.in(folder);
        return redis.isEmpty()
                ? gateway.start()
                : gateway.with("REDIS_DSN", redis).start();
    }

    @AfterEach
    void stop() {
        if (here != null) {
            here.close();
            there.close();
        }
        server.close();
    }

    private static String states(RunningGateway gateway) {
        StringBuilder states = new StringBuilder();
        gateway.api("GET", "/api/gptload/pool/g/keys")
                .data()
                .path("items")
                .forEach(key -> states.append(key.path("state").asString().charAt(0)));
        return states.toString();
    }

    private static void change(RunningGateway gateway, String how) {
        Answer answer =
                gateway.api("POST", "/api/gptload/pool/g/keys/" + KeyRef.of(ONE).hash() + "/" + how, null);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void seen(RunningGateway gateway, String states) {
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(states(gateway)).isEqualTo(states));
    }

    private void goThroughStates() {
        provider.setKey(SimulatedKey.invalid(ONE));
        for (int i = 0; i < 2; i++) {
            assertThat(here.proxy("g", CHAT, HELLO).status()).isEqualTo(200);
        }
        seen(there, "ir");
        long calls = provider.calls();
        for (int i = 0; i < 4; i++) {
            assertThat(there.proxy("g", CHAT, HELLO).status()).isEqualTo(200);
        }
        assertThat(provider.calls() - calls).isEqualTo(4);
        provider.setKey(SimulatedKey.valid(ONE));
        change(there, "restore");
        seen(here, "rr");
    }

    @Test
    void withoutRedisTheDatabaseTellsWithinSeconds() {
        start("");
        goThroughStates();
        change(here, "invalidate");
        seen(there, "ir");
        here.api("POST", "/api/keys/restore-all-invalid", "{\"group_id\":1}");
        seen(there, "rr");
        assertThat(health(here)).contains("\"redis\"").contains("\"configured\":false");
    }

    private static String health(RunningGateway gateway) {
        return gateway.api("GET", "/actuator/health").body();
    }

    @Test
    void withRedisNothingElseInItIsTouchedAndItsLossHurtsNobody() throws Exception {
        int port = freePort();
        RedisServer redis = redis(port);
        try {
            Map<String, String> foreign = Map.of("gpt-load:key:1", "7", "gptload:mine", "x", "session:42", "y");
            try (UnifiedJedis client = RedisClient.create("127.0.0.1", port)) {
                foreign.forEach(client::set);
                start("redis://127.0.0.1:" + port + "/0");
                await().until(() ->
                        !health(here).contains("DEGRADED") && !health(there).contains("DEGRADED"));
                goThroughStates();
                assertThat(here.api("GET", "/actuator/prometheus").body())
                        .contains("gptload_notices_connected 1.0")
                        .containsPattern("gptload_notices_sent_total [1-9]");
                assertThat(client.keys("*")).containsExactlyInAnyOrderElementsOf(foreign.keySet());
            }
            redis = loseRedisUnderLoad(redis, port);
            change(there, "invalidate");
            seen(here, "ir");
        } finally {
            redis.stop();
        }
    }

    @Test
    void togetherTheyKeepToABudgetAndLosingRedisHurtsNobody() throws Exception {
        int port = freePort();
        RedisServer redis = redis(port);
        try {
            start("redis://127.0.0.1:" + port + "/0");
            await().until(() ->
                    !health(here).contains("DEGRADED") && !health(there).contains("DEGRADED"));
            Answer changed =
                    here.api("PUT", "/api/groups/1", "{\"gptload\":{\"key_budgets\":\"100 requests/" + day() + "\"}}");
            assertThat(changed.status()).as(changed.body()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(there.api("GET", "/api/gptload/pool/g/keys")
                            .data()
                            .path("items")
                            .path(0)
                            .path("budgets")
                            .path(0)
                            .path("limit")
                            .asInt())
                    .isEqualTo(100));

            await().untilAsserted(() -> List.of(here, there)
                    .forEach(gateway -> assertThat(
                                    gateway.api("GET", "/actuator/prometheus").body())
                            .contains("gptload_notices_nodes 2.0")));
            assertThat(calls(30)).containsOnly(200);
            try (UnifiedJedis client = RedisClient.create("127.0.0.1", port)) {
                assertThat(client.keys("gptload:budget:*")).hasSize(2).allMatch(key -> client.pttl(key) > 0);
            }
            redis.stop();
            assertThat(calls(100)).contains(200, 429).containsOnly(200, 429);

            assertThat(provider.calls(ONE)).isBetween(90L, 110L);
            assertThat(provider.calls(TWO)).isBetween(90L, 110L);
            assertThat(here.api("GET", "/actuator/prometheus").body())
                    .containsPattern("gptload_budget_slices_taken_total [1-9]")
                    .containsPattern("gptload_budget_slices_failed_total [1-9]")
                    .contains("gptload_budget_limit{budget=\"requests/day\",group=\"g\"} 200.0");
        } finally {
            redis.stop();
        }
    }

    /** None ends during the test. */
    private static String day() {
        return Instant.now().atZone(ZoneOffset.UTC).getHour() < 12 ? "day from 12:30" : "day from 00:30";
    }

    /** That many on each gateway, at once. @return what was answered */
    private List<Integer> calls(int each) {
        return List.of(here, there).stream()
                .map(gateway -> CompletableFuture.supplyAsync(() -> IntStream.range(0, each)
                        .mapToObj(i -> gateway.proxy("g", CHAT, HELLO).status())
                        .toList()))
                .toList()
                .stream()
                .flatMap(answers -> answers.join().stream())
                .toList();
    }

    @Test
    void aRedisThatRefusesThePasswordEndsTheStart() throws Exception {
        int port = freePort();
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("requirepass leakcanary-right")
                .build();
        redis.start();
        try {
            for (String login : List.of("", ":leakcanary-wrong@")) {
                assertThatThrownBy(() -> gateway("redis://" + login + "127.0.0.1:" + port))
                        .hasStackTraceContaining("REDIS_DSN: Redis refuses the login: ")
                        .hasStackTraceContaining("Correct its user and password");
            }
            start("redis://:leakcanary-right@127.0.0.1:" + port);
        } finally {
            redis.stop();
        }
    }

    /** Every call is answered well, and what is decided meanwhile is known to both afterwards. */
    private RedisServer loseRedisUnderLoad(RedisServer redis, int port) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger good = new AtomicInteger();
        AtomicInteger bad = new AtomicInteger();
        List<CompletableFuture<Void>> load = List.of(here, there).stream()
                .map(gateway -> CompletableFuture.runAsync(() -> {
                    while (!enough.get()) {
                        (gateway.proxy("g", CHAT, HELLO).status() == 200 ? good : bad).incrementAndGet();
                    }
                }))
                .toList();
        redis.stop();
        change(here, "invalidate");
        seen(there, "ir");
        await().until(() -> health(here).contains("DEGRADED"));
        change(there, "restore");
        seen(here, "rr");
        RedisServer again = redis(port);
        await().until(() -> !health(here).contains("DEGRADED") && !health(there).contains("DEGRADED"));
        enough.set(true);
        load.forEach(CompletableFuture::join);
        assertThat(bad).hasValue(0);
        assertThat(good).hasPositiveValue();
        return again;
    }

    private static RedisServer redis(int port) throws IOException {
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
