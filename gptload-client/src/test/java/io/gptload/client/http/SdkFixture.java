package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.Explanation;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.wire.Channel;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.time.Duration;

/** A group of three keys, one dead, one limited, one healthy, for an SDK to be tried on. */
final class SdkFixture implements AutoCloseable {

    static final String DEAD = "sk-leakcanary-dead";
    static final String LIMITED = "sk-leakcanary-limited";
    static final String HEALTHY = "sk-leakcanary-healthy";

    final ProviderSimulator simulator = ProviderSimulator.builder()
            .key(SimulatedKey.limited(LIMITED, 0, Duration.ofMinutes(1)))
            .key(SimulatedKey.valid(HEALTHY))
            .build();
    final SimulatorServer server = SimulatorServer.start(simulator);
    final Group group;

    private final RelayedAttempts relayed = new RelayedAttempts();

    SdkFixture(Channel channel) {
        group = GptLoad.builder()
                .logStateChanges(false)
                .recorder(relayed)
                .group(
                        "g",
                        g -> g.channel(channel)
                                .upstream(server.baseUrl())
                                .keys(DEAD, LIMITED, HEALTHY)
                                .settings(GroupSettings.builder().maxRetries(1)))
                .build()
                .group("g");
    }

    /** Streams come so slowly from now on that there is time to leave before their end. */
    void streamSlowly() {
        simulator.chunkDelay(Duration.ofSeconds(2));
    }

    /** The upstream noticed that its client left, and no key is held or blamed for it. */
    void assertUpstreamLeft() throws InterruptedException {
        assertThat(server.awaitDisconnects(1, Duration.ofSeconds(10))).isTrue();
        assertThat(server.awaitActiveStreams(0, Duration.ofSeconds(10))).isTrue();
        assertNoKeyHeld();
        assertThat(group.explain("m-1").keys())
                .filteredOn(key -> key.key().equals(KeyRef.of(HEALTHY)))
                .extracting(Explanation.Key::state)
                .containsExactly(Explanation.State.READY);
    }

    /** The provider answers 503 from now on: {@link #FAILING_CALL} upstream calls for each of ours. */
    void failForEver() {
        simulator.fail(Fault.status(503));
    }

    /** One attempt and one retry. */
    static final int FAILING_CALL = 2;

    /** No key is free any more: one upstream call for each. */
    void limitAllKeys() {
        simulator.setKey(SimulatedKey.limited(DEAD, 0, Duration.ofMinutes(1)));
        simulator.setKey(SimulatedKey.limited(HEALTHY, 0, Duration.ofMinutes(1)));
    }

    static final int LIMITED_CALL = 3;

    /** So many calls were served, to their last byte, and each bad key was found out once. */
    void assertServed(int calls) {
        assertThat(simulator.served(HEALTHY)).isEqualTo(calls);
        assertThat(simulator.calls(DEAD)).isEqualTo(1);
        assertThat(simulator.calls(LIMITED)).isLessThanOrEqualTo(1);
        assertThat(simulator.calls())
                .isEqualTo(simulator.calls(DEAD) + simulator.calls(LIMITED) + simulator.calls(HEALTHY));
        assertNoKeyHeld();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(relayed.reports())
                        .extracting(AttemptReport::category)
                        .containsOnly(Category.SUCCESS)
                        .hasSize(calls));
    }

    void assertNoKeyHeld() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(group.explain(null).keys())
                        .extracting(Explanation.Key::inFlight)
                        .containsOnly(0));
    }

    @Override
    public void close() {
        server.close();
    }
}
