package io.gptload.client.store.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.Explanation.State;
import io.gptload.client.event.KeyRef;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcEndpoint;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCounts;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.shared.SharedNode.Said;
import io.gptload.testing.DatabaseServer;
import io.gptload.testing.MariaDbServer;
import io.gptload.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes on a real server that is killed or held up: calls go on, and nothing that was decided meanwhile is lost. */
class ServerOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KEYS = 60;
    private static final List<String> SECRETS =
            IntStream.range(0, KEYS).mapToObj("sk-leakcanary-%04d"::formatted).toList();

    private final DatabaseServer server = MariaDbServer.shared();
    private long group;
    private SharedNode here;
    private SharedNode there;

    @BeforeEach
    void start() {
        TestDatabase database = server.newDatabase();
        StoreOptions options = StoreOptions.DEFAULTS.withBusyTimeout(Duration.ofSeconds(1));
        JdbcEndpoint endpoint = JdbcEndpoint.of(database.url(), database.user(), database.password());
        here = new SharedNode(JdbcStore.open(endpoint, options), how -> how);
        group = here.store
                .groups()
                .insert(GroupRow.standard("g", "openai", "[{\"url\":\"http://127.0.0.1:9\",\"weight\":1}]", "m"));
        here.store.keys().importAll(group, SECRETS.iterator(), seen -> {});
        here.pool.refresh();
        there = new SharedNode(JdbcStore.open(endpoint, options), how -> how);
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void decisionsOfAnOutageReachTheDatabaseAndTheOtherNode(boolean killed) {
        if (killed) {
            server.kill();
        } else {
            server.pause();
        }
        try {
            for (int i = 0; i < KEYS; i += 3) {
                here.group("g").invalidate(KeyRef.of(SECRETS.get(i)));
                there.group("g").invalidate(KeyRef.of(SECRETS.get(i + 1)));
                assertThat(here.call("g", attempt -> Said.OK)).isEqualTo(200);
                assertThat(there.call("g", attempt -> Said.OK)).isEqualTo(200);
            }
            await().atMost(PATIENCE)
                    .until(() -> !here.pool.databaseAnswers()
                            || here.pool.sinceDatabaseAnswered().toSeconds() >= 5);
            there.group("g").restore(KeyRef.of(SECRETS.get(1)));
            assertThat(here.pool.keyStates().backlog()).isPositive();
        } finally {
            if (killed) {
                server.start();
            } else {
                server.resume();
            }
        }
        Set<String> bad = IntStream.range(0, KEYS)
                .filter(i -> i % 3 != 2 && i != 1)
                .mapToObj(SECRETS::get)
                .collect(Collectors.toSet());
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(invalid(here)).isEqualTo(bad);
            assertThat(invalid(there)).isEqualTo(bad);
            assertThat(here.store.keys().counts(group)).isEqualTo(new KeyCounts(KEYS - bad.size(), bad.size()));
        });
        assertThat(here.pool.keyStates().rejected() + there.pool.keyStates().rejected())
                .isZero();
        assertThat(here.pool.databaseAnswers()).isTrue();
    }

    private static Set<String> invalid(SharedNode node) {
        return SECRETS.stream()
                .filter(secret -> node.state("g", secret) == State.INVALID)
                .collect(Collectors.toSet());
    }
}
