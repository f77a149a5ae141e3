package io.gptload.client.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.Explanation.State;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.shared.SharedNode;
import io.gptload.client.store.shared.SharedNode.Said;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

/** Two processes keep to the budgets of their common keys, through one real Redis. They never look into the database. */
class SharedBudgetTest {

    private static final String UPSTREAMS = "[{\"url\":\"http://127.0.0.1:9\",\"weight\":1}]";
    private static final String KEY = "sk-leakcanary-one-0001";

    @TempDir
    Path folder;

    private RedisProcess redis;
    private List<SharedNode> nodes = List.of();
    private final AtomicInteger sent = new AtomicInteger();

    @BeforeEach
    void startRedis() {
        redis = new RedisProcess(folder);
    }

    @AfterEach
    void stop() {
        nodes.forEach(SharedNode::close);
        redis.close();
    }

    private void start(String budgets) {
        SharedNode here = node();
        long group = here.store.groups().insert(GroupRow.standard("g", "openai", UPSTREAMS, "m"));
        here.store.groupSettings().replace(group, Map.of("key_budgets", budgets, "max_wait_ms", "0"));
        here.store.keys().importAll(group, List.of(KEY).iterator(), seen -> {});
        here.pool.refresh();
        nodes = List.of(here, node());
        await().until(() -> nodes.stream().allMatch(SharedBudgetTest::connected));
    }

    private SharedNode node() {
        ScheduledThreadPoolExecutor never = new ScheduledThreadPoolExecutor(0, task -> null);
        return new SharedNode(
                folder.resolve("pool.db"),
                StoreOptions.DEFAULTS,
                how -> how.timer(never)
                        .channel(RedisChannel.of(redis.connection()).build()));
    }

    private static boolean connected(SharedNode node) {
        return Objects.requireNonNull(node.pool.channelFigures()).connected()
                && Objects.requireNonNull(node.pool.budgetSlices()).processes() == 2;
    }

    private static long failed(SharedNode node) {
        return Objects.requireNonNull(node.pool.budgetSlices()).figures().failed();
    }

    /** A day that begins at noon while it is morning in UTC, and at midnight in the afternoon: none ends during the test. */
    private static String day() {
        return Instant.now().atZone(ZoneOffset.UTC).getHour() < 12 ? "day from 12:30" : "day from 00:30";
    }

    private int call(SharedNode node) {
        return node.call("g", attempt -> {
            sent.incrementAndGet();
            return Said.OK;
        });
    }

    /** Calls on all nodes at once. @return how many got what */
    private Map<Integer, Long> calls(int each) {
        return nodes.parallelStream()
                .flatMap(node -> IntStream.range(0, each).mapToObj(i -> call(node)))
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
    }

    @Test
    void togetherTheyUseABudgetUpAndKeepToIt() {
        start("200 requests/" + day());

        Map<Integer, Long> answers = calls(300);

        assertThat(answers).containsOnlyKeys(200, 429);
        // On a machine that stands still for 250 ms a share may come on top; SlicesOfBudgetsTest has the exact bounds.
        assertThat(sent.get()).isBetween(200 - 2 * 10, 200 + 100);
    }

    @Test
    void aBurstOfCallsIsServedAlthoughSlicesAreSmall() {
        start("20 requests/" + day());

        IntStream.range(0, 20)
                .parallel()
                .forEach(i -> assertThat(call(nodes.get(0))).isEqualTo(200));
        assertThat(call(nodes.get(0))).isEqualTo(429);
        assertThat(call(nodes.get(1))).isIn(200, 429);
        assertThat(sent.get()).isLessThanOrEqualTo(30);
    }

    @Test
    void withoutRedisEachGoesOnWithItsShare() {
        start("100 requests/" + day());
        assertThat(calls(10)).containsOnlyKeys(200);

        redis.kill();

        assertThat(calls(20)).containsOnlyKeys(200);
        Map<Integer, Long> rest = calls(60);
        assertThat(rest).containsOnlyKeys(200, 429);
        assertThat(sent.get()).isBetween(100, 110);
        assertThat(nodes).allMatch(node -> failed(node) > 0);
    }

    @Test
    void afterAnOutageSlicesAreTakenAgain() {
        start("1000 requests/" + day());
        assertThat(calls(10)).containsOnlyKeys(200);
        redis.kill();
        assertThat(calls(100)).containsOnlyKeys(200);
        redis.start();

        await().untilAsserted(() -> {
            assertThat(calls(1)).containsOnlyKeys(200);
            assertThat(counted()).isGreaterThanOrEqualTo(200);
        });
    }

    private long counted() {
        try (UnifiedJedis client = redis.client()) {
            return client.keys("gptload:budget:*").stream()
                    .mapToLong(key -> Long.parseLong(client.get(key)))
                    .sum();
        }
    }

    @Test
    void aClearedCooldownIsAFreshWindowForAll() {
        start("10 requests/" + day());
        calls(20);
        sent.set(0);

        nodes.get(0).group("g").clearCooldowns(KeyRef.of(KEY));
        await().until(() -> nodes.stream().allMatch(node -> node.state("g", KEY) == State.READY));

        calls(20);
        assertThat(sent.get()).isBetween(8, 15);
    }

    @Test
    void whatIsStoredTellsNothingOfTheKeyAndExpires() {
        start("10 requests/minute, 100 requests/" + day());
        assertThat(call(nodes.get(0))).isEqualTo(200);

        try (UnifiedJedis client = redis.client()) {
            await().until(() -> client.keys("*").size() == 2);
            assertThat(client.keys("*"))
                    .allMatch(key -> key.matches("gptload:budget:\\{[0-9a-f]{32}:\\d+}"))
                    .allMatch(key -> client.pttl(key) > 0);
        }
    }
}
