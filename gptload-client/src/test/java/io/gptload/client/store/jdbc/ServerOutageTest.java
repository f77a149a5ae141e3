package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gptload.client.VirtualTime;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.testing.DatabaseServer;
import io.gptload.testing.MariaDbServer;
import io.gptload.testing.PostgreSqlServer;
import io.gptload.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database server that goes away and comes back. */
class ServerOutageTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String SECRET = "sk-leakcanary-1";

    private final VirtualTime time = new VirtualTime();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);

    static Stream<Supplier<DatabaseServer>> servers() {
        return Stream.of(MariaDbServer::startNew, PostgreSqlServer::startNew);
    }

    @AfterEach
    void stopScheduler() {
        scheduler.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void nothingIsLostWhileItIsKilledAndHangs(Supplier<DatabaseServer> start) {
        try (DatabaseServer server = start.get()) {
            TestDatabase database = server.newDatabase();
            JdbcEndpoint impatient = new JdbcEndpoint(
                    database.url(),
                    database.user(),
                    database.password(),
                    Map.of("socketTimeout", server instanceof MariaDbServer ? "2000" : "2"),
                    List.of());
            try (JdbcStore store = JdbcStore.open(impatient, StoreOptions.DEFAULTS.withTime(time))) {
                long group = store.groups().insert(GroupRow.standard("a", "openai", "[]", "m"));
                store.keys().importAll(group, List.of(SECRET).iterator(), seen -> {});
                RequestLogWriter logs =
                        new RequestLogWriter(store, KeyHashResolver.SAME, scheduler, Duration.ofMillis(20), 100_000);
                KeyStateWriter states =
                        new KeyStateWriter(store, KeyHashResolver.SAME, "node", scheduler, Duration.ofMillis(20));
                server.kill();
                offer(logs, group, 300);
                states.onEvent(new GptLoadEvent.KeyInvalidated(time.instant(), "a", KeyRef.of(SECRET), 3, "rule"));
                await().atMost(LONG).until(() -> logs.failures() > 0 && states.failures() > 0);
                server.start();
                await().atMost(LONG).until(() -> logs.backlog() == 0 && states.backlog() == 0);

                server.pause();
                offer(logs, group, 200);
                long before = logs.failures();
                await().atMost(LONG).until(() -> logs.failures() > before);
                server.resume();
                await().atMost(LONG).until(() -> logs.backlog() == 0);
                logs.close();
                states.close();
                assertThat(logs.rejected() + logs.overflow() + states.rejected())
                        .isZero();
                assertThat(store.requestLogs()
                                .page(RequestLogFilter.all(), 0, 1)
                                .total())
                        .isGreaterThanOrEqualTo(500);
                assertThat(store.keys().counts(group)).isEqualTo(new KeyCounts(0, 1));
            }
        }
    }

    private void offer(RequestLogWriter logs, long group, int rows) {
        RequestLogRow row = new RequestLogRow(
                "",
                time.instant(),
                group,
                "a",
                0,
                "",
                StoredKey.NONE,
                "",
                "m",
                true,
                "",
                200,
                "/",
                1,
                "",
                "",
                RequestLogRow.FINAL,
                "",
                false,
                "");
        for (int i = 0; i < rows; i++) {
            assertThat(logs.offer(row, null)).isTrue();
        }
    }

    @Test
    void oneThatIsNotThereIsNamedWithoutItsPassword() {
        StoreOptions hasty = StoreOptions.DEFAULTS.withPatience(Duration.ZERO);
        for (String engine : List.of("mysql", "postgresql")) {
            JdbcEndpoint nobody = JdbcEndpoint.of("jdbc:" + engine + "://127.0.0.1:1/d?x=hidden", "me", "hidden");
            assertThatThrownBy(() -> JdbcStore.open(nobody, hasty))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("Cannot connect to jdbc:" + engine + "://127.0.0.1:1/d: ")
                    .hasMessageContaining("refused")
                    .hasMessageNotContaining("hidden");
        }
    }
}
