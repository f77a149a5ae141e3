package io.gptload.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.GptLoad;
import io.gptload.client.http.okhttp.GroupClient;
import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.RequestLogFilter;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.jdbc.UsageQuery;
import io.gptload.client.store.jdbc.UsageTotals;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What an application writes into the request log it shares with the gateway. */
class SharedRequestLogTest {

    private static final String CHAT = "/v1/chat/completions?key=sk-leakcanary-query&x=1";
    private static final String HELLO =
            "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"private\"}]}";
    private static final String DEAD = "sk-leakcanary-dead-0001";
    private static final String GOOD = "sk-leakcanary-good-0001";
    private static final KeyCipher CIPHER = KeyCipher.aes("leakcanary-encryption-key");

    private static final ProviderSimulator PROVIDER =
            ProviderSimulator.builder().keys(SimulatedKey.valid(GOOD)).build();
    private static SimulatorServer server;

    @TempDir
    Path folder;

    private ApplicationContextRunner runner;

    @BeforeAll
    static void start() {
        server = SimulatorServer.start(PROVIDER);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void aDatabaseWithAGroup() {
        try (JdbcStore store = store()) {
            long group = store.groups()
                    .insert(GroupRow.standard(
                            "shared", "openai", "[{\"url\":\"" + server.baseUrl() + "\",\"weight\":1}]", "m"));
            store.keys().importAll(group, List.of(DEAD, GOOD).iterator(), seen -> {});
        }
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        GptLoadAutoConfiguration.class,
                        GptLoadStoreAutoConfiguration.class,
                        GptLoadRequestLogAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=billing",
                        "gptload.store.type=jdbc",
                        "gptload.store.jdbc.url=jdbc:sqlite:" + file(),
                        "gptload.encryption-key=leakcanary-encryption-key",
                        "gptload.groups.own.upstreams=" + server.baseUrl(),
                        "gptload.groups.own.keys=" + GOOD,
                        "gptload.aggregates.all.members.shared=1");
    }

    private Path file() {
        return folder.resolve("gpt-load.db");
    }

    private JdbcStore store() {
        return JdbcStore.sqlite(file(), StoreOptions.DEFAULTS.withCipher(CIPHER));
    }

    private void call(ApplicationContextRunner with, String... groups) {
        with.run(context -> {
            for (String group : groups) {
                GroupClient client =
                        GroupClient.of(context.getBean(GptLoad.class).group(group));
                assertThat(client.post(CHAT, HELLO).status()).isEqualTo(200);
            }
        });
    }

    private static List<RequestLogRow> rows(JdbcStore store) {
        return store.requestLogs().page(RequestLogFilter.all(), 0, 10).items().stream()
                .sorted(Comparator.comparing(RequestLogRow::id))
                .toList();
    }

    @Test
    void everyAttemptIsThereOnceTheApplicationHasStopped() {
        call(runner, "shared", "shared");
        try (JdbcStore store = store()) {
            List<RequestLogRow> rows = rows(store);
            assertThat(rows).extracting(RequestLogRow::statusCode).contains(401).hasSize(3);
            assertThat(rows)
                    .extracting(RequestLogRow::requestType)
                    .containsExactlyInAnyOrder(RequestLogRow.RETRY, RequestLogRow.FINAL, RequestLogRow.FINAL);
            assertThat(rows).allSatisfy(row -> {
                assertThat(row.groupName()).isEqualTo("shared");
                assertThat(row.model()).isEqualTo("gpt-4o");
                assertThat(row.requestPath()).isEqualTo("/v1/chat/completions?x=1");
                assertThat(row.sourceIp()).isEqualTo("billing");
                assertThat(row.userAgent()).isEqualTo("billing");
                assertThat(row.requestBody()).isEmpty();
                assertThat(row.reveal(CIPHER)).isEqualTo(row.success() ? GOOD : DEAD);
                assertThat(row.key().text()).doesNotContain("leakcanary");
            });
            Instant now = Instant.now();
            UsageTotals used = store.usage()
                    .total(new UsageQuery(null, null, now.minus(Duration.ofHours(2)), now.plus(Duration.ofHours(2))));
            assertThat(used.calls()).isEqualTo(2);
            assertThat(used.tokens().prompt()).isPositive();
        }
    }

    @Test
    void groupsThatAreNotInTheDatabaseAreNotInItsLog() {
        call(runner, "own", "all");
        try (JdbcStore store = store()) {
            assertThat(rows(store)).isNotEmpty().allSatisfy(row -> {
                assertThat(row.groupName()).isEqualTo("shared");
                assertThat(row.parentGroupName()).isEqualTo("all");
                assertThat(row.parentGroupId()).isZero();
            });
        }
    }

    @Test
    void itNeedsNoMeters() {
        call(runner.withClassLoader(new FilteredClassLoader("io.micrometer")), "shared");
        try (JdbcStore store = store()) {
            assertThat(rows(store)).isNotEmpty();
        }
    }

    @Test
    void itCanBeSwitchedOff() {
        call(runner.withPropertyValues("gptload.request-log.enabled=false"), "shared");
        try (JdbcStore store = store()) {
            assertThat(rows(store)).isEmpty();
        }
    }

    @Test
    void whatIsLostIsCounted() {
        runner.run(context -> {
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            context.getBean(MeterBinder.class).bindTo(registry);
            assertThat(registry.get("gptload.requestlog.overflow")
                            .functionCounter()
                            .count())
                    .isZero();
            assertThat(registry.get("gptload.requestlog.rejected")
                            .functionCounter()
                            .count())
                    .isZero();
        });
    }
}
