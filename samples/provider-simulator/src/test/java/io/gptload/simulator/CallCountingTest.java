package io.gptload.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallCountingTest {
    private static final String KEY = "sk-1234567890abcd";

    private final TestClock clock = new TestClock();
    private final ProviderSimulator simulator = ProviderSimulator.builder()
            .clock(clock)
            .key(SimulatedKey.valid(KEY))
            .build();

    @Test
    void callsAreCountedInAllAndPerKey() {
        simulator.handle(Requests.openAi(KEY));
        simulator.handle(Requests.openAi(KEY, "{"));
        simulator.handle(Requests.openAi("other"));

        assertThat(simulator.calls()).isEqualTo(3);
        assertThat(simulator.calls(KEY)).isEqualTo(2);
        assertThat(simulator.served(KEY)).isEqualTo(1);
        assertThat(simulator.served()).isEqualTo(1);
        simulator.resetCounters();
        assertThat(simulator.calls()).isZero();
        assertThat(simulator.calls(KEY)).isZero();
        assertThat(simulator.callLog()).isEmpty();
    }

    @Test
    void logTellsWhatWasSeenButNotTheKey() {
        simulator.handle(Requests.openAi(KEY));

        SimulatedCall call = simulator.callLog().get(0);
        assertThat(call.at()).isEqualTo(clock.instant());
        assertThat(call.key()).isEqualTo(KEY);
        assertThat(call.protocol()).isEqualTo(SimulatedProtocol.OPENAI_CHAT);
        assertThat(call.model()).isEqualTo("m-1");
        assertThat(call.header("AUTHORIZATION")).isEqualTo("Bearer " + KEY);
        assertThat(call.toString()).contains("sk-1****abcd").doesNotContain("567890");
        assertThat(SimulatedKey.valid(KEY).toString()).doesNotContain("567890");
    }

    @Test
    void logIsBounded() {
        IntStream.range(0, 10_050).forEach(i -> simulator.handle(Requests.openAi(KEY, "{")));

        assertThat(simulator.callLog()).hasSize(10_000);
        assertThat(simulator.calls()).isEqualTo(10_050);
    }
}
