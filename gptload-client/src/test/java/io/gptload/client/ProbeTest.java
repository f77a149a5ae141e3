package io.gptload.client;

import static io.gptload.client.VirtualCaller.CHAT;
import static io.gptload.client.VirtualCaller.HELLO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.Explanation.State;
import io.gptload.client.VirtualCaller.Reply;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.ModelRedirects;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import io.gptload.client.session.CallRequest;
import io.gptload.client.state.KeyState;
import io.gptload.client.wire.HeaderView;
import io.gptload.simulator.Fault;
import io.gptload.simulator.SimulatedKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProbeTest extends EngineTestBase {

    private static final CallRequest REQUEST = CallRequest.of("POST", CHAT)
            .body(HELLO.getBytes(StandardCharsets.UTF_8))
            .headers(HeaderView.of(Map.of("Content-Type", "application/json")))
            .build();

    private Reply probe(StandardGroup group, int key) {
        return caller.run(group.probe(KeyRef.of(key(key)), REQUEST), REQUEST);
    }

    @Test
    void aProbeUsesTheGivenKeyWhoseverTurnItIs() {
        StandardGroup group = healthyGroup(5);
        for (int i = 0; i < 4; i++) {
            assertThat(probe(group, 3).ok()).isTrue();
        }
        assertThat(provider.calls(key(3))).isEqualTo(4);
        assertThat(provider.calls()).isEqualTo(4);
        assertThat(state(group, key(3)).inFlight()).isZero();
    }

    @Test
    void aKeyWithADefiniteRefusalIsInvalidAndNoOtherIsTried() {
        StandardGroup group = healthyGroup(2);
        provider.setKey(SimulatedKey.invalid(key(1)));
        Reply reply = probe(group, 1);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(provider.calls()).isEqualTo(1);
        assertThat(state(group, key(1)).state()).isEqualTo(State.INVALID);
    }

    @Test
    void aKeyIsInvalidAfterThreeProbesThatWereRefusedWithoutAReason() {
        StandardGroup group = healthyGroup(2);
        provider.setKey(SimulatedKey.rejected(key(1)));
        probe(group, 1);
        probe(group, 1);
        assertThat(state(group, key(1)).strikes()).isEqualTo(2);
        assertThat(state(group, key(1)).state()).isEqualTo(State.READY);
        probe(group, 1);
        assertThat(state(group, key(1)).state()).isEqualTo(State.INVALID);
        assertThat(events(GptLoadEvent.KeyInvalidated.class))
                .singleElement()
                .extracting(GptLoadEvent.KeyInvalidated::strikes)
                .isEqualTo(3);
    }

    @Test
    void anInvalidKeyThatWorksAgainIsRestoredWithACleanRecord() {
        StandardGroup group = healthyGroup(2);
        group.invalidate(KeyRef.of(key(1)));
        assertThat(probe(group, 1).ok()).isTrue();
        assertThat(state(group, key(1)).state()).isEqualTo(State.READY);
        assertThat(state(group, key(1)).strikes()).isZero();
        assertThat(events(GptLoadEvent.KeyRestored.class)).hasSize(1);
        caller.chat(group);
        caller.chat(group);
        assertThat(provider.calls(key(1))).isEqualTo(2);
    }

    @Test
    void anInvalidKeyThatIsRefusedStaysInvalid() {
        StandardGroup group = healthyGroup(2);
        provider.setKey(SimulatedKey.rejected(key(1)));
        group.invalidate(KeyRef.of(key(1)));
        probe(group, 1);
        assertThat(state(group, key(1)).state()).isEqualTo(State.INVALID);
        assertThat(events(GptLoadEvent.KeyInvalidated.class)).hasSize(1);
    }

    @Test
    void aCoolingKeyThatWorksAgainIsReadyAtOnce() {
        StandardGroup group = healthyGroup(1);
        provider.fail(Fault.status(429).times(1));
        assertThat(probe(group, 1).status()).isEqualTo(429);
        assertThat(state(group, key(1)).state()).isEqualTo(State.COOLING);
        assertThat(state(group, key(1)).cause()).isEqualTo(Category.RATE_LIMITED);
        provider.recover();
        assertThat(probe(group, 1).ok()).isTrue();
        assertThat(state(group, key(1)).state()).isEqualTo(State.READY);
        assertThat(caller.chat(group).ok()).isTrue();
    }

    @Test
    void aFailingUpstreamIsAskedOnceAndNoKeyIsBlamed() {
        StandardGroup group = healthyGroup(2);
        provider.fail(Fault.status(500));
        Reply reply = probe(group, 1);
        assertThat(reply.status()).isEqualTo(500);
        assertThat(provider.calls()).isEqualTo(1);
        assertThat(state(group, key(1)).strikes()).isZero();
        assertThat(state(group, key(1)).state()).isEqualTo(State.READY);
    }

    @Test
    void aProbeDoesNotWaitForAnUpstreamThatIsOut() {
        StandardGroup group = healthyGroup(2);
        provider.fail(Fault.reset());
        while (group.explain(null).upstreams().get(0).state().equals("closed")) {
            probe(group, 1);
        }
        long calls = provider.calls();
        Duration before = Duration.ofNanos(time.nanoTime());
        assertThat(probe(group, 1).status()).isEqualTo(503);
        assertThat(Duration.ofNanos(time.nanoTime())).isEqualTo(before);
        assertThat(provider.calls()).isEqualTo(calls);
        assertThat(state(group, key(1)).state()).isEqualTo(State.READY);
    }

    @Test
    void refusalsOfKeysKnownToBeInvalidDoNotTakeTheUpstreamOut() {
        StandardGroup group = healthyGroup(9);
        for (int i = 1; i <= 6; i++) {
            provider.setKey(SimulatedKey.rejected(key(i)));
            group.invalidate(KeyRef.of(key(i)));
        }
        for (int i = 1; i <= 6; i++) {
            assertThat(probe(group, i).status()).isEqualTo(401);
        }
        assertThat(events(GptLoadEvent.RefusedTogether.class)).isEmpty();
        assertThat(caller.chat(group).ok()).isTrue();
    }

    @Test
    void redirectsOfModelsDoNotTouchAProbe() {
        provider.setKey(SimulatedKey.valid(key(1)));
        StandardGroup group = gptLoad.define(GroupConfig.named("g")
                .upstream(UPSTREAM)
                .keys(key(1))
                .modelRedirects(ModelRedirects.of(Map.of("only-this", "other"), true))
                .build());
        assertThat(caller.chat(group).status()).isEqualTo(400);
        assertThat(probe(group, 1).ok()).isTrue();
        assertThat(provider.callLog().get(0).model()).isEqualTo("gpt-4o");
    }

    @Test
    void aKeyThatIsNotTheGroupsIsRefused() {
        StandardGroup group = healthyGroup(1);
        assertThatThrownBy(() -> group.probe(KeyRef.of(key(2)), REQUEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no key")
                .hasMessageNotContaining(key(2));
    }

    @Test
    void whatWasKnownBeforeAKeyWasFoundToWorkDoesNotTakeItOutAgain() {
        StandardGroup group = healthyGroup(2);
        List<KeyState> readBefore = List.of(
                new KeyState(KeyRef.of(key(1)).hash(), true, 3, List.of()),
                new KeyState(KeyRef.of(key(2)).hash(), true, 3, List.of()));
        group.invalidate(KeyRef.of(key(1)));
        group.invalidate(KeyRef.of(key(2)));
        seconds(1);
        probe(group, 1);
        group.restore(KeyRef.of(key(2)));
        seconds(1);
        group.adopt(readBefore, Duration.ofSeconds(2));
        assertThat(state(group, key(1)).state()).isEqualTo(State.READY);
        assertThat(state(group, key(2)).state()).isEqualTo(State.READY);
        group.adopt(readBefore, Duration.ofMillis(500));
        assertThat(state(group, key(1)).state()).isEqualTo(State.INVALID);
        assertThat(state(group, key(2)).state()).isEqualTo(State.INVALID);
    }
}
