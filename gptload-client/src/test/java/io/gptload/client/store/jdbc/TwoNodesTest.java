package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.policy.Category;
import io.gptload.client.state.KeyState;
import io.gptload.client.state.KeyStateChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two nodes that change the same rows at the same time. */
@ParameterizedClass
@EnumSource
class TwoNodesTest extends StoreContract {

    private static final int ROUNDS = 25;
    private static final List<String> SECRETS =
            IntStream.range(0, 40).mapToObj(i -> "sk-leakcanary-" + i).toList();

    private final ExecutorService threads = Executors.newFixedThreadPool(6);
    private JdbcStore other;

    @BeforeEach
    void openOther() {
        other = open(options());
    }

    @AfterEach
    void closeOther() {
        threads.shutdownNow();
        other.close();
    }

    private void together(List<Callable<?>> actions) throws Exception {
        List<Future<?>> results = new ArrayList<>();
        actions.forEach(action -> results.add(threads.submit(action)));
        for (Future<?> result : results) {
            result.get();
        }
    }

    private static Callable<?> rounds(Runnable action) {
        return () -> {
            for (int i = 0; i < ROUNDS; i++) {
                action.run();
            }
            return true;
        };
    }

    @Test
    void usesStatesAndHandsOnTheSameKeysLoseNothing() throws Exception {
        long group = group("a", SECRETS.toArray(String[]::new));
        together(List.of(
                rounds(() -> store.requestLogs().insert(calls(store, group))),
                rounds(() -> other.requestLogs().insert(calls(other, group))),
                rounds(() -> store.keyNewsWriting("one").write("a", news())),
                rounds(() -> other.keyNewsWriting("two").write("a", news())),
                rounds(() -> store.keys().restoreAll(group)),
                rounds(() -> other.keys().restore(group, SECRETS))));
        assertThat(store.requestLogs().page(RequestLogFilter.all(), 0, 1).total())
                .isEqualTo(2L * ROUNDS * SECRETS.size());
        store.keys()
                .forEach(
                        KeyFilter.ofGroup(group),
                        key -> assertThat(key.requestCount()).isEqualTo(2L * ROUNDS));
        assertThat(store.hourlyStats()
                        .totals(
                                time.instant().minusSeconds(7200),
                                time.instant().plusSeconds(7200),
                                group)
                        .success())
                .isEqualTo(2L * ROUNDS * SECRETS.size());
    }

    @Test
    void whatBecomesOfACooldownDoesNotDependOnWhoIsHeardFirst() {
        long group = group("a", SECRETS.toArray(String[]::new));
        KeyStateChange.Rest cooled = rest(60);
        time.advance(Duration.ofSeconds(1));
        KeyStateChange.Rest shorter = rest(30);
        KeyStateChange cleared =
                new KeyStateChange.RestEnd(time.instant(), "m", time.instant().plusSeconds(59));
        inThisOrder(SECRETS.get(0), cooled, cleared);
        inThisOrder(SECRETS.get(1), cleared, cooled);
        inThisOrder(SECRETS.get(2), cooled, shorter);
        inThisOrder(SECRETS.get(3), shorter, cooled);
        Map<Long, List<KeyState.Rest>> cooldowns = store.keyStates().cooldowns(group);
        assertThat(cooldowns.keySet())
                .containsExactlyInAnyOrder(
                        key(group, SECRETS.get(2)).id(),
                        key(group, SECRETS.get(3)).id());
        assertThat(cooldowns.values())
                .allSatisfy(rests ->
                        assertThat(rests).extracting(KeyState.Rest::until).containsExactly(cooled.until()));
        time.advance(Duration.ofSeconds(1));
        inThisOrder(SECRETS.get(1), rest(60));
        assertThat(store.keyStates().cooldowns(group)).as("a new one").hasSize(3);
    }

    private KeyStateChange.Rest rest(int seconds) {
        return new KeyStateChange.Rest(
                time.instant(), "m", time.instant().plusSeconds(seconds), Category.RATE_LIMITED, "r");
    }

    /** Each by another node. */
    private void inThisOrder(String secret, KeyStateChange... changes) {
        for (int i = 0; i < changes.length; i++) {
            (i % 2 == 0 ? store : other)
                    .keyNewsWriting("node " + i)
                    .write("a", Map.of(KeyHashes.sha256(secret), new KeyNews().add(changes[i])));
        }
    }

    @Test
    void logRowsAreNotRefusedWhenTheyAreThereAfterAllAfterAnError() throws Exception {
        Assumptions.assumeTrue(engine.isServer(), "only a server's answer can be lost");
        long group = group("a", SECRETS.toArray(String[]::new));
        List<RequestLogRow> rows = calls(store, group);
        DataSource source = engine.source();
        JdbcStore unheard = JdbcStore.of(source, options());
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try (JdbcStore hasty = open(options().withBusyTimeout(Duration.ofSeconds(1)));
                RequestLogWriter writer = new RequestLogWriter(
                        hasty,
                        KeyHashResolver.SAME,
                        scheduler,
                        Duration.ofDays(1),
                        RequestLogWriter.DEFAULT_CAPACITY)) {
            rows.forEach(row -> writer.offer(row, null));
            new TransactionTemplate(new DataSourceTransactionManager(source)).executeWithoutResult(commitsLater -> {
                unheard.requestLogs().log(rows.stream().map(LoggedAttempt::of).toList());
                assertThat(scheduler.submit(writer::flush)).succeedsWithin(Duration.ofSeconds(60));
            });
            assertThat(writer.failures()).isEqualTo(1);
            writer.close();
            assertThat(writer.rejected()).isZero();
        }
        scheduler.shutdownNow();
        assertThat(store.requestLogs().page(RequestLogFilter.all(), 0, 1).total())
                .isEqualTo(SECRETS.size());
        assertThat(key(group, SECRETS.get(0)).requestCount()).as("uses counted").isEqualTo(1);
    }

    private List<RequestLogRow> calls(JdbcStore node, long group) {
        TimeOrderedIds ids = new TimeOrderedIds(node.options().time());
        return SECRETS.stream()
                .map(secret -> log(group, secret))
                .map(row -> row.with(ids.next(), row.key(), row.keyHash()))
                .toList();
    }

    private Map<String, KeyNews> news() {
        Map<String, KeyNews> news = new HashMap<>();
        for (String secret : SECRETS) {
            news.put(
                    KeyHashes.sha256(secret),
                    new KeyNews()
                            .add(new KeyStateChange.Status(time.instant(), true, 3, "r"))
                            .add(new KeyStateChange.Rest(
                                    time.instant(), "m", time.instant().plusSeconds(60), Category.RATE_LIMITED, "r")));
        }
        return news;
    }

    @Test
    void everyChangeHasANumberOfItsOwn() throws Exception {
        long one = group("one");
        long two = group("two");
        long before = store.changes().current(ChangeCounters.Kind.GROUPS);
        together(List.of(
                rounds(() -> store.groups().update(one, null, Map.of(GroupColumn.DISPLAY_NAME, "x"))),
                rounds(() -> other.groups().update(one, null, Map.of(GroupColumn.SORT, 7))),
                rounds(() -> other.groups().update(two, null, Map.of(GroupColumn.SORT, 8)))));
        GroupRow row = store.groups().find(one).orElseThrow();
        assertThat(row.version()).isEqualTo(2L * ROUNDS);
        assertThat(row.displayName()).isEqualTo("x");
        assertThat(row.sort()).isEqualTo(7);
        assertThat(store.changes().current(ChangeCounters.Kind.GROUPS)).isEqualTo(before + 3L * ROUNDS);
    }

    @Test
    void onlyOneOfTwoChangesOfAVersionHolds() throws Exception {
        long id = group("a");
        List<String> done = new ArrayList<>();
        Runnable change = () -> {
            GroupRow read = store.groups().find(id).orElseThrow();
            try {
                long version = other.groups().update(id, read.version(), Map.of(GroupColumn.SORT, read.sort() + 1));
                synchronized (done) {
                    done.add("version " + version);
                }
            } catch (StaleVersionException lost) {
                // somebody was faster
            }
        };
        together(List.of(rounds(change), rounds(change), rounds(change)));
        assertThat(done).doesNotHaveDuplicates();
        assertThat(store.groups().find(id).orElseThrow().sort()).isEqualTo(done.size());
    }

    @Test
    void keysAndTheirGroupMayGoWhileOthersCome() throws Exception {
        long group = group("a", SECRETS.toArray(String[]::new));
        List<String> more = IntStream.range(0, 3000)
                .mapToObj(i -> "sk-leakcanary-more-" + i)
                .toList();
        together(List.of(
                () -> {
                    try {
                        return store.keys().importAll(group, more.iterator(), seen -> {});
                    } catch (RuntimeException gone) {
                        return gone;
                    }
                },
                () -> other.keys().clear(group, null),
                () -> other.groups().delete(group)));
        assertThat(store.groups().find(group)).isEmpty();
        if (engine.isServer()) {
            assertThat(store.keys().counts(group)).isEqualTo(KeyCounts.NONE);
        }
    }
}
