package io.gptload.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.GptLoad;
import io.gptload.client.http.okhttp.GroupClient;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GptLoadObservationsTest {

    private static final String HELLO = "{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    private static final String DEAD = "sk-leakcanary-dead-0001";
    private static final String GOOD = "sk-leakcanary-good-0001";

    private final SimulatorServer server = SimulatorServer.start(
            ProviderSimulator.builder().key(SimulatedKey.valid(GOOD)).build());
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<Observation.Context> stopped = new ArrayList<>();
    private final AtomicReference<GptLoad> holder = new AtomicReference<>();
    private final GptLoad engine = GptLoad.builder()
            .logStateChanges(false)
            .tracer(new GptLoadObservations(registry, holder::get))
            .group("g", g -> g.provider("mistral").upstream(server.baseUrl()).keys(DEAD, GOOD))
            .build();

    @BeforeEach
    void listen() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }

            @Override
            public void onStop(Observation.Context context) {
                stopped.add(context);
            }
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAttemptIsASpanBelowTheCallers() throws IOException {
        holder.set(engine);
        Observation caller = Observation.start("caller", registry);
        try (Observation.Scope scope = caller.openScope()) {
            assertThat(GroupClient.of(engine.group("g"))
                            .post("/v1/chat/completions", HELLO)
                            .status())
                    .isEqualTo(200);
        }
        caller.stop();
        assertThat(stopped).hasSize(3);
        Observation.Context refused = stopped.get(0);
        assertThat(refused.getName()).isEqualTo("gptload.attempt");
        assertThat(refused.getContextualName()).isEqualTo("chat m-1");
        assertThat(refused.getParentObservation()).isSameAs(caller);
        assertThat(refused.getError()).hasMessage("key_rejected (status 401)");
        assertThat(refused.getLowCardinalityKeyValues().stream())
                .contains(
                        KeyValue.of("gen_ai.operation.name", "chat"),
                        KeyValue.of("gen_ai.provider.name", "mistral_ai"),
                        KeyValue.of("gptload.group", "g"),
                        KeyValue.of("gptload.category", "key_rejected"),
                        KeyValue.of("error.type", "key_rejected"),
                        KeyValue.of("server.address", "127.0.0.1"));
        assertThat(refused.getHighCardinalityKeyValues().stream())
                .contains(
                        KeyValue.of("gen_ai.request.model", "m-1"),
                        KeyValue.of("http.response.status_code", "401"),
                        KeyValue.of("gptload.attempt", "1"));
        Observation.Context served = stopped.get(1);
        assertThat(served.getError()).isNull();
        assertThat(served.getLowCardinalityKeyValue("gptload.category"))
                .isEqualTo(KeyValue.of("gptload.category", "success"));
        assertThat(stopped.toString()).doesNotContain("leakcanary");
    }

    @Test
    void aTracerThatFailsHarmsNoCall() throws IOException {
        assertThat(GroupClient.of(engine.group("g"))
                        .post("/v1/chat/completions", HELLO)
                        .status())
                .isEqualTo(200);
        assertThat(engine.listenerFailures()).isEqualTo(2);
    }
}
