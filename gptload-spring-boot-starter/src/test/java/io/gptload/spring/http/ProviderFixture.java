package io.gptload.spring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.GptLoad;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.time.Duration;

/** A provider that knows two of three keys, one of them limited, and the properties of an application that has all three. */
final class ProviderFixture implements AutoCloseable {

    private static final String DEAD = "sk-leakcanary-dead-1";
    private static final String LIMITED = "sk-leakcanary-limited-1";
    private static final String HEALTHY = "sk-leakcanary-healthy-1";

    final ProviderSimulator provider = ProviderSimulator.builder()
            .keys(SimulatedKey.limited(LIMITED, 0, Duration.ofMinutes(1)), SimulatedKey.valid(HEALTHY))
            .build();
    final SimulatorServer server = SimulatorServer.start(provider);

    /** What the application's clients are told the provider is called; there is no such host. */
    static final String HOST = "llm.example.invalid";

    String[] properties(String channel) {
        return new String[] {
            "gptload.groups.g.channel=" + channel,
            "gptload.groups.g.upstreams=" + server.baseUrl(),
            "gptload.groups.g.keys=" + String.join(",", DEAD, LIMITED, HEALTHY),
            "gptload.groups.g.settings.max-retries=1",
            "gptload.routes[0].host=" + HOST,
            "gptload.routes[0].group=g"
        };
    }

    /** One attempt and one retry. */
    static final int FAILING_CALL = 2;

    void failForEver() {
        provider.fail(Fault.status(503));
    }

    /** So many calls were served, and each bad key was found out once. */
    void assertServed(GptLoad engine, int calls) {
        assertThat(provider.served(HEALTHY)).isEqualTo(calls);
        assertThat(provider.calls(DEAD)).isEqualTo(1);
        assertThat(provider.calls(LIMITED)).isLessThanOrEqualTo(1);
        assertThat(provider.calls()).isEqualTo(calls + 1 + provider.calls(LIMITED));
        await().untilAsserted(() -> assertThat(engine.group("g").inFlight()).isZero());
    }

    @Override
    public void close() {
        server.close();
    }
}
