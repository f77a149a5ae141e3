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
        assertThat(store.requestLogs().page(RequestLogFilter.all(), 0, 1).total())
                .isEqualTo(500);
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
        long safe = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            long first = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" ");
                if (!parts[0].equals("row")) {
                    continue;
                }
                first = first == 0 ? System.nanoTime() : first;
                safe = Long.parseLong(parts[1]);
                if (System.nanoTime() - first > 1_500_000_000L) {
                    break;
                }
            }
            // The rows said so far get one interval and some time for the machine, while more are coming.
            Thread.sleep(1_000);
            process.destroyForcibly().waitFor();
        }
        assertThat(safe).isPositive();
        assertThat(store.requestLogs().page(RequestLogFilter.all(), 0, 1).total())
                .isGreaterThanOrEqualTo(safe);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA integrity_check")) {
            assertThat(row.getString(1)).isEqualTo("ok");
        }
    }

    /** Adds rows until it is killed, and says how many. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            JdbcStore store = JdbcStore.sqlite(Path.of(arguments[0]), StoreOptions.DEFAULTS);
            ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
            RequestLogWriter writer =
                    new RequestLogWriter(store, KeyHashResolver.SAME, scheduler, Duration.ofMillis(200), 10_000);
            for (long i = 1; i < 100_000; i++) {
                writer.offer(
                        new RequestLogRow(
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
                                ""),
                        "sk-leakcanary-1");
                System.out.println("row " + i);
                System.out.flush();
                Thread.sleep(2);
            }
        }
    }
}
