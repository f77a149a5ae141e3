package io.gptload.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.VirtualCaller.Reply;
import io.gptload.client.config.AggregateConfig;
import io.gptload.client.config.AggregateConfig.Member;
import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.ModelRedirects;
import io.gptload.client.event.KeyRef;
import io.gptload.client.wire.Channel;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AggregateGroupTest extends EngineTestBase {

    private final ProviderSimulator other =
            ProviderSimulator.builder().clock(time).build();
    private final VirtualCaller calls = new VirtualCaller(time, host -> host.equals("a.test") ? provider : other);
    private AggregateGroup both;

    @BeforeEach
    void twoMembers() {
        provider.setKey(SimulatedKey.valid(key(1)));
        other.setKey(SimulatedKey.valid(key(2)));
        define("a", key(1));
        define("b", key(2));
        both = aggregate(new Member("a", 3), new Member("b", 1), new Member("idle", 0), new Member("missing", 2));
    }

    private StandardGroup define(String name, String... keys) {
        return gptLoad.define(GroupConfig.named(name)
                .upstream("http://" + name + ".test")
                .keys(keys)
                .build());
    }

    private AggregateGroup aggregate(Member... members) {
        return gptLoad.define(new AggregateConfig("both", Channel.OPENAI, List.of(members)));
    }

    private void callsServed(int n) {
        assertThat(IntStream.range(0, n).mapToObj(i -> calls.chat(both))).allMatch(Reply::ok);
    }

    @Test
    void membersShareTheCallsByWeight() {
        both = aggregate(new Member("a", 3), new Member("b", 1));
        callsServed(8);
        assertThat(provider.calls()).isEqualTo(6);
        assertThat(other.calls()).isEqualTo(2);
    }

    @Test
    void aMemberWithoutAUsableKeyIsPassedOver() {
        define("a");
        callsServed(8);
        assertThat(other.calls()).isEqualTo(8);
    }

    @Test
    void aCallLeavesAMemberWhoseKeysAreSpent() {
        provider.setKey(SimulatedKey.limited(key(1), 1, Duration.ofMinutes(1)).withoutRateLimitHeaders());
        callsServed(8);
        assertThat(provider.calls(key(1))).isEqualTo(2);
        assertThat(provider.rateLimited()).isEqualTo(1);
    }

    @Test
    void aCallLeavesAMemberWhoseUpstreamIsDown() {
        provider.fail(Fault.status(503));
        callsServed(20);
        assertThat(time.elapsed()).isZero();
    }

    @Test
    void whenAllKeysOfAllMembersRestTheCallerIsToldWhenTheFirstIsBack() {
        provider.setKey(SimulatedKey.limited(key(1), 1, Duration.ofSeconds(50)));
        other.setKey(SimulatedKey.limited(key(2), 1, Duration.ofSeconds(20)));
        callsServed(2);
        Reply reply = calls.chat(both);
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("21");
    }

    @Test
    void withoutAnyUsableMemberItSaysSo() {
        both = aggregate(new Member("missing", 1));
        Reply reply = calls.chat(both);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).contains("no_keys_available");
    }

    @Test
    void aMemberThatRefusesTheModelIsPassedOver() {
        gptLoad.define(GroupConfig.named("a")
                .upstream("http://a.test")
                .keys(key(1))
                .modelRedirects(ModelRedirects.of(Map.of("only-this", "x"), true))
                .build());
        callsServed(4);
        assertThat(provider.calls()).isZero();
        both = aggregate(new Member("a", 1));
        assertThat(calls.chat(both).status()).isEqualTo(400);
    }

    @Test
    void itsKeysAreThoseOfItsMembers() {
        assertThat(both.explain(null).keys())
                .extracting(Explanation.Key::key)
                .contains(KeyRef.of(key(1)), KeyRef.of(key(2)));
        both.invalidate(KeyRef.of(key(1)));
        assertThat(gptLoad.group("a").explain(null).keys(Explanation.State.INVALID))
                .hasSize(1);
        both.restore(KeyRef.of(key(1)));
        assertThatThrownBy(() -> both.restore(KeyRef.of(key(9)))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void badDefinitionsAreRefused() {
        assertThatThrownBy(() -> aggregate(new Member("a", 1), new Member("a", 2)))
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> new Member("a", -1)).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> aggregate(new Member("both", 1))).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> define("both", key(1))).isInstanceOf(ConfigurationException.class);
    }
}
