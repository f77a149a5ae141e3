package io.gptload.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.store.jdbc.GroupRow;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.StoreOptions;
import io.gptload.client.store.jdbc.SubGroupRow;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.gateway.GatewayApplication;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway on a database with groups in it. */
class CatalogTest {

    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String ADMIN_KEY = "an-admin-key-of-some-length";

    private final ProviderSimulator provider = ProviderSimulator.builder()
            .keys(SimulatedKey.invalid("sk-leakcanary-dead-0001"), SimulatedKey.valid("sk-leakcanary-good-0001"))
            .build();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private SimulatorServer server;

    @BeforeEach
    void aDatabaseWithAGroupAndAnAggregate() {
        server = SimulatorServer.start(provider);
        try (JdbcStore store = JdbcStore.sqlite(folder.resolve("gpt-load.db"), StoreOptions.DEFAULTS)) {
            String upstreams = "[{\"url\":\"" + server.baseUrl() + "\",\"weight\":1}]";
            long group = store.groups().insert(GroupRow.standard("g", "openai", upstreams, "m"));
            store.keys()
                    .importAll(
                            group,
                            List.of("sk-leakcanary-dead-0001", "sk-leakcanary-good-0001")
                                    .iterator(),
                            done -> {});
            long aggregate = store.groups().insert(GroupRow.aggregate("all", "openai"));
            store.subGroups().add(List.of(new SubGroupRow(aggregate, group, 1)));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ConfigurableApplicationContext start() {
        SpringApplication application = new SpringApplication(GatewayApplication.class);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(Map.of(
                "gptload.gateway.auth-key",
                ADMIN_KEY,
                "gptload.gateway.database-dsn",
                folder.resolve("gpt-load.db").toString()));
        return application.run("--server.port=0");
    }

    private int chat(ConfigurableApplicationContext gateway, String group) throws Exception {
        int port = ((WebServerApplicationContext) gateway).getWebServer().getPort();
        return client.send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + port + "/proxy/" + group + "/v1/chat/completions"))
                                .header("Authorization", "Bearer " + ADMIN_KEY)
                                .POST(BodyPublishers.ofString(HELLO))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void groupsOfTheDatabaseAreServedAndWhatIsLearnedOfKeysSurvivesARestart() throws Exception {
        try (ConfigurableApplicationContext gateway = start()) {
            for (int i = 0; i < 4; i++) {
                assertThat(chat(gateway, "g")).isEqualTo(200);
            }
            assertThat(chat(gateway, "all")).isEqualTo(200);
            assertThat(chat(gateway, "nope")).isEqualTo(404);
        }
        assertThat(provider.calls("sk-leakcanary-dead-0001")).isEqualTo(1);
        try (ConfigurableApplicationContext gateway = start()) {
            for (int i = 0; i < 4; i++) {
                assertThat(chat(gateway, "g")).isEqualTo(200);
            }
        }
        assertThat(provider.calls("sk-leakcanary-dead-0001")).isEqualTo(1);
    }

    @Test
    void aChangeInTheDatabaseIsServedOnceTheCatalogueIsLoadedAgain() throws Exception {
        try (ConfigurableApplicationContext gateway = start()) {
            JdbcStore store = gateway.getBean(JdbcStore.class);
            long id = store.groups().find("g").orElseThrow().id();
            store.groups().delete(id);
            gateway.getBean(SharedPool.class).poll();
            assertThat(chat(gateway, "g")).isEqualTo(404);
            assertThat(chat(gateway, "all")).isEqualTo(503);
        }
    }
}
