package io.gptload.gateway.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActuatorTest {

    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String DEAD = "sk-leakcanary-dead-0001";
    private static final String GOOD = "sk-leakcanary-good-0001";
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    static Path folder;

    private static SimulatorServer provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = SimulatorServer.start(ProviderSimulator.builder()
                .keys(SimulatedKey.invalid(DEAD), SimulatedKey.valid(GOOD))
                .build());
        try (JdbcStore store = JdbcStore.sqlite(folder.resolve("gpt-load.db"), StoreOptions.DEFAULTS)) {
            group(store, "g", DEAD, GOOD);
            group(store, "exhausted", DEAD);
        }
        gateway = RunningGateway.start(folder);
    }

    private static void group(JdbcStore store, String name, String... keys) {
        String upstreams = "[{\"url\":\"" + provider.baseUrl() + "\",\"weight\":1}]";
        long id = store.groups().insert(GroupRow.standard(name, "openai", upstreams, "m"));
        store.keys().importAll(id, List.of(keys).iterator(), done -> {});
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    private static Answer get(String path) {
        return gateway.call("GET", path, null, Map.of());
    }

    private static Answer asAdministrator(String path) {
        return gateway.api("GET", path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void whetherItIsWellIsForEverybodyAndNothingElseIs(String path) {
        assertThat(get(path).status()).isEqualTo(200);
        assertThat(get(path).body()).contains("\"status\":\"UP\"").doesNotContain("details", "components");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/",
                "/actuator/prometheus",
                "/actuator/prometheus/",
                "/actuator/env",
                "/actuator/healthy",
                "/%61ctuator/prometheus",
                "/actuator/%70rometheus"
            })
    void theRestNeedsTheKey(String path) {
        assertThat(get(path).status()).isEqualTo(401);
        assertThat(gateway.call("GET", path, null, Map.of("X-Api-Key", "wrong")).status())
                .isEqualTo(401);
    }

    @Test
    void aComponentIsNotToldToStrangers() {
        assertThat(get("/actuator/health/pool").status()).isEqualTo(404);
        assertThat(asAdministrator("/actuator/health/pool").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/actuator/env", "/actuator/heapdump", "/actuator/shutdown", "/actuator/loggers", "/actuator"})
    void otherEndpointsAreNotThere(String path) {
        assertThat(asAdministrator(path).status()).isEqualTo(404);
    }

    @Test
    void theAdministratorIsToldWhichGroupsHaveNoUsableKeyAndNoKey() {
        gateway.proxy("exhausted", CHAT, HELLO);
        Answer answer = asAdministrator("/actuator/health");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/components/pool/details/withoutUsableKey").toString())
                .isEqualTo("[\"exhausted\"]");
        assertThat(answer.json().at("/components/pool/status").asString()).isEqualTo("UP");
        assertThat(answer.json().at("/components/store/status").asString()).isEqualTo("UP");
        assertThat(answer.body()).doesNotContain("leakcanary", "sk-");
    }

    @Test
    void callsShowInTheMetricsAndKeysDoNot() {
        for (int i = 0; i < 3; i++) {
            assertThat(gateway.proxy("g", CHAT, HELLO).status()).isEqualTo(200);
        }
        String metrics = asAdministrator("/actuator/prometheus").body();
        assertThat(metrics)
                .contains("gptload_keys{group=\"g\",state=\"ready\"} 1.0")
                .contains("gptload_keys{group=\"g\",state=\"invalid\"} 1.0")
                .containsPattern("gptload_calls_seconds_count\\{group=\"g\",status=\"2xx\"} 3")
                .containsPattern(
                        "gptload_attempts_seconds_count\\{category=\"success\",group=\"g\",upstream=\"http[^\"]*\"} 3")
                .contains("gptload_key_invalidations_total{group=\"g\"} 1.0")
                .contains("gptload_gateway_requests_active 0.0")
                .contains("gptload_gateway_requests_rejected_total 0.0")
                .contains("gptload_keystate_backlog")
                .contains("gptload_listener_failures_total 0.0")
                .contains("jvm_memory_used_bytes")
                .doesNotContain("leakcanary", "sk-");
    }

    @Test
    void withoutItsDatabaseItIsDegradedButStaysReadyAndServes() throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpt-load.db"));
                Statement statement = other.createStatement()) {
            statement.execute("ALTER TABLE gptload_versions RENAME TO gptload_versions_away");
            try {
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> get("/actuator/health").body().contains("DEGRADED"));
                assertThat(get("/actuator/health").status()).isEqualTo(200);
                assertThat(get("/actuator/health/readiness").body()).contains("UP");
                assertThat(gateway.proxy("g", CHAT, HELLO).status()).isEqualTo(200);
            } finally {
                statement.execute("ALTER TABLE gptload_versions_away RENAME TO gptload_versions");
            }
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get("/actuator/health").body().contains("UP"));
    }

    @Test
    void metricsMayBeOpenedAndNothingElseWithThem(@TempDir Path other) {
        try (RunningGateway open = RunningGateway.in(other)
                .with("gptload.gateway.metrics-open", "true")
                .start()) {
            assertThat(open.call("GET", "/actuator/prometheus", null, Map.of()).status())
                    .isEqualTo(200);
            assertThat(open.call("GET", "/actuator/env", null, Map.of()).status())
                    .isEqualTo(401);
        }
    }
}
