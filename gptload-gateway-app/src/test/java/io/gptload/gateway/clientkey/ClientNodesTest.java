package io.gptload.gateway.clientkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two nodes on one database, one after the other and side by side. */
class ClientNodesTest {

    private static final String KEYS = "/api/gptload/client-keys";
    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String KEY = "sk-leakcanary-nodes-0001";
    private static final Duration BOUND = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final ProviderSimulator provider =
            ProviderSimulator.builder().keys(SimulatedKey.valid(KEY)).build();
    private SimulatorServer server;
    private RunningGateway here;

    @BeforeEach
    void start() {
        server = SimulatorServer.start(provider);
        here = RunningGateway.start(folder);
        here.addKeys(here.createGroup("g", server.baseUrl().toString()), KEY);
    }

    @AfterEach
    void stop() {
        here.close();
        server.close();
    }

    private JsonNode client(String limit) {
        Answer made = here.api("POST", KEYS, "{\"name\":\"app\"," + limit + "}");
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return made.data();
    }

    private static Answer chat(RunningGateway gateway, JsonNode client) {
        return gateway.proxy("g", CHAT, HELLO, client.path("token").asString());
    }

    @Test
    void whatWasUsedBeforeARestartCounts() {
        JsonNode client = client("\"daily_requests\":2");
        assertThat(chat(here, client).status()).isEqualTo(200);
        here.close();
        here = RunningGateway.start(folder);
        assertThat(chat(here, client).status()).isEqualTo(200);
        assertThat(chat(here, client).status()).isEqualTo(429);
        JsonNode today =
                here.api("GET", KEYS + "/" + client.path("id").asLong()).data().path("today");
        assertThat(today.path("requests").asInt()).isEqualTo(2);
        assertThat(today.path("refused").asInt()).isEqualTo(1);
    }

    @Test
    void oneNodeHeedsWhatTheOtherCountedAndWhatWasChangedThere() {
        try (RunningGateway there = RunningGateway.start(folder)) {
            JsonNode client = client("\"daily_requests\":4");
            String path = KEYS + "/" + client.path("id").asLong();
            await().atMost(BOUND)
                    .until(() -> there.api(
                                            "GET",
                                            "/api/integration/info?key="
                                                    + client.path("token").asString())
                                    .status()
                            == 200);
            for (int i = 0; i < 3; i++) {
                assertThat(chat(here, client).status()).isEqualTo(200);
            }
            await().atMost(BOUND)
                    .until(() -> there.context().getBean(ClientRegistry.class).clients().stream()
                            .anyMatch(known -> known.meter().today().elsewhere().requests() == 3));
            assertThat(chat(there, client).status()).isEqualTo(200);
            assertThat(chat(there, client).status()).isEqualTo(429);
            await().atMost(BOUND).until(() -> chat(here, client).status() == 429);

            assertThat(here.api("PUT", path, "{\"enabled\":false}").status()).isEqualTo(200);
            await().atMost(BOUND).until(() -> chat(there, client).status() == 403);
            assertThat(here.api("DELETE", path).status()).isEqualTo(200);
            await().atMost(BOUND).until(() -> chat(there, client).status() == 401);
        }
    }
}
