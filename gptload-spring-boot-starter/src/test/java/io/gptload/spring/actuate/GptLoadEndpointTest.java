package io.gptload.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.GptLoad;
import io.gptload.client.event.KeyRef;
import io.gptload.client.http.okhttp.GroupClient;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.health.contributor.Status;
import tools.jackson.databind.ObjectMapper;

class GptLoadEndpointTest {

    private static final String DEAD = "sk-leakcanary-dead-0001";
    private static final String SPENT = "sk-leakcanary-spent-0001";
    private static final String GOOD = "sk-leakcanary-good-0001";

    private final SimulatorServer server = SimulatorServer.start(ProviderSimulator.builder()
            .keys(SimulatedKey.outOfQuota(SPENT), SimulatedKey.valid(GOOD))
            .build());
    private final GptLoad engine = GptLoad.builder()
            .logStateChanges(false)
            .group("g", g -> g.upstream(server.baseUrl()).keys(DEAD, SPENT, GOOD))
            .build();
    private final GptLoadEndpoint endpoint = new GptLoadEndpoint(engine, null);
    private final PoolHealthIndicator health = new PoolHealthIndicator(engine);

    @BeforeEach
    void aCall() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(GroupClient.of(engine.group("g"))
                            .post(
                                    "/v1/chat/completions",
                                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                            .status())
                    .isEqualTo(200);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private PoolDetails.Key key(String secret) {
        String hash = KeyRef.of(secret).hash();
        return endpoint.explain("g", null).keys().stream()
                .filter(key -> key.hash().equals(hash))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsPools() {
        Pool pool = endpoint.overview().groups().get(0);
        assertThat(pool.name()).isEqualTo("g");
        assertThat(pool.keys().ready()).isEqualTo(1);
        assertThat(pool.keys().cooling()).isEqualTo(1);
        assertThat(pool.keys().invalid()).isEqualTo(1);
        assertThat(pool.upstreams()).hasSize(1);
    }

    @Test
    void explainsEveryKeyTroubledOnesFirst() {
        PoolDetails details = endpoint.explain("g", "m");
        assertThat(details.keys()).extracting(PoolDetails.Key::state).containsExactly("invalid", "cooling", "ready");
        assertThat(key(SPENT).cause()).isEqualTo("quota_exhausted");
        assertThat(key(SPENT).rule()).isNotBlank();
        assertThat(key(SPENT).until()).isAfter(Instant.now());
        assertThat(key(DEAD).rule()).contains("key");
        assertThat(key(DEAD).since()).isBefore(Instant.now());
        assertThat(endpoint.explain("none", null)).isNull();
    }

    @Test
    void keysAreMaskedInWhatIsShown() {
        ObjectMapper json = new ObjectMapper();
        assertThat(json.writeValueAsString(endpoint.overview()) + json.writeValueAsString(endpoint.explain("g", null)))
                .contains("sk-l****0001")
                .doesNotContain("leakcanary");
    }

    @Test
    void keysAreGivenBack() {
        endpoint.change("g", "clear-cooldowns", key(SPENT).hash().substring(0, 12));
        assertThat(key(SPENT).state()).isEqualTo("ready");
        endpoint.change("g", "restore", key(DEAD).hash());
        assertThat(key(DEAD).state()).isEqualTo("ready");
        endpoint.change("g", "invalidate", key(GOOD).hash());
        assertThat(key(GOOD).state()).isEqualTo("invalid");
    }

    @Test
    void whatItCannotDoItSays() {
        assertThatThrownBy(() -> endpoint.change("g", "restore", "zz"))
                .isInstanceOf(InvalidEndpointRequestException.class)
                .hasMessageContaining("no key whose hash begins so");
        assertThatThrownBy(() -> endpoint.change("g", "restore", "")).hasMessageContaining("no key");
        assertThatThrownBy(() -> endpoint.change("g", "kill", key(GOOD).hash()))
                .hasMessageContaining("no action 'kill'");
        assertThat(endpoint.change("none", "restore", "a")).isNull();
        assertThatThrownBy(endpoint::refresh).hasMessageContaining("not defined by properties");
    }

    @Test
    void healthIsDownOnlyWhenNothingComesBackByItself() {
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        engine.group("g").invalidate(KeyRef.of(GOOD));
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getDetails())
                .hasToString(
                        "{groups={g=PoolCounts[ready=0, cooling=1, invalid=2, disabled=0]}, low=[], withoutReadyKey=[g], withoutValidKey=[]}");
        engine.group("g").invalidate(KeyRef.of(SPENT));
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails()).containsEntry("withoutValidKey", java.util.List.of("g"));
    }
}
