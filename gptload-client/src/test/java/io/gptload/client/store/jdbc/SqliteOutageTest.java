package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SqliteOutageTest extends WriterContract {

    private Path file() {
        return folder.resolve("gpt-load.db");
    }

    @Override
    JdbcStore open(StoreOptions options) {
        return JdbcStore.sqlite(file(), options.withBusyTimeout(Duration.ofMillis(100)));
    }

    @Test
    void nothingIsLostWhileTheFileIsLocked() throws SQLException {
        long group = group("a", "sk-leakcanary-1");
        try (RequestLogWriter logs = logs(Duration.ofMillis(20), 10_000);
                KeyStateWriter states = states(Duration.ofMillis(20))) {
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                for (int i = 0; i < 500; i++) {
                    assertThat(logs.offer(log(group, "sk-leakcanary-1"), null)).isTrue();
                }
                states.onEvent(invalidated("sk-leakcanary-1"));
                await().atMost(Duration.ofSeconds(20)).until(() -> logs.failures() > 3 && states.failures() > 3);
                assertThat(store.requestLogs()
                                .page(RequestLogFilter.all(), 0, 1)
                                .total())
                        .isZero();
                statement.execute("ROLLBACK");
            }
            await().until(() -> logs.backlog() == 0 && states.backlog() == 0);
            assertThat(logs.rejected() + logs.overflow() + states.rejected()).isZero();
        }
        assertThat(rows()).isEqualTo(500);
        assertThat(key(group, "sk-leakcanary-1").status()).isEqualTo(KeyStatus.INVALID);
        assertThat(key(group, "sk-leakcanary-1").requestCount()).isEqualTo(500);
    }

    @Test
    void transactionsAreWholeAgainAfterALock() throws SQLException {
        long group = group("a");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> store.groups().reorder(Map.of(group, 1)))
                    .satisfies(e -> assertThat(store.isTransient(e)).isTrue());
            statement.execute("ROLLBACK");
        }
        Map<Long, Integer> partlyUnknown = new LinkedHashMap<>();
        partlyUnknown.put(group, 7);
        partlyUnknown.put(999L, 8);
        assertThatThrownBy(() -> store.groups().reorder(partlyUnknown)).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.groups().find(group).orElseThrow().sort()).isZero();
        store.groups().reorder(Map.of(group, 9));
        assertThat(store.groups().find(group).orElseThrow().sort()).isEqualTo(9);
    }

    @Test
    void aKilledProcessLosesOnlyTheLastInterval() throws Exception {
        group("a", "sk-leakcanary-1");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        file().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long stored;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            long offered = lines.lines()
                    .map(line -> line.split(" "))
                    .filter(parts -> parts[0].equals("row"))
                    .mapToLong(parts -> Long.parseLong(parts[1]))
                    .filter(row -> row == 500)
                    .findFirst()
                    .orElseThrow();
            await().until(() -> rows() >= offered); // while more are coming
            stored = rows();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(rows()).isGreaterThanOrEqualTo(stored);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA integrity_check")) {
            assertThat(row.getString(1)).isEqualTo("ok");
        }
    }

    private long rows() {
        return store.requestLogs().page(RequestLogFilter.all(), 0, 1).total();
    }

    /** Adds rows until it is killed, and says how many. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            JdbcStore store = JdbcStore.sqlite(Path.of(arguments[0]), StoreOptions.DEFAULTS);
            ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
            RequestLogWriter writer =
                    new RequestLogWriter(store, KeyHashResolver.SAME, scheduler, Duration.ofMillis(200), 10_000);
            AtomicLong rows = new AtomicLong();
            scheduler.scheduleAtFixedRate(
                    () -> {
                        writer.offer(row(), "sk-leakcanary-1");
                        System.out.println("row " + rows.incrementAndGet());
                        System.out.flush();
                    },
                    0,
                    2,
                    TimeUnit.MILLISECONDS);
        }

        private static RequestLogRow row() {
            return new RequestLogRow(
                    "",
                    StoreOptions.DEFAULTS.time().instant(),
                    1,
                    "a",
                    0,
                    "",
                    StoredKey.NONE,
                    "",
                    "m",
                    true,
                    "",
                    200,
                    "/p",
                    1,
                    "",
                    "",
                    RequestLogRow.FINAL,
                    "",
                    false,
                    "");
        }
    }
}
