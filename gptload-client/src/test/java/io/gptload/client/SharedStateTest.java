package io.gptload.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import io.gptload.client.state.KeyState;
import io.gptload.client.state.KeyStateChange;
import io.gptload.simulator.SimulatedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine does with news of other processes, and what it tells them. */
class SharedStateTest extends EngineTestBase {

    private static final String OTHER = "http://other.test";
    private static final String HASH = KeyRef.of(key(1)).hash();

    private KeyStateChange rest(String model, int seconds) {
        return new KeyStateChange.Rest(
                time.instant(), model, time.instant().plusSeconds(seconds), Category.RATE_LIMITED, "r");
    }

    @Test
    void anUpstreamIsDoubtedOnlyIfThereIsAnother() {
        StandardGroup one = group(key(1));
        one.adoptUpstream(UPSTREAM, false);
        assertThat(one.upstreams()).extracting(Explanation.Upstream::state).containsExactly("closed");
        StandardGroup two = group(g -> g.upstream(UPSTREAM).upstream(OTHER).keys(key(1)));
        two.adoptUpstream(UPSTREAM, false);
        assertThat(two.upstreams()).extracting(Explanation.Upstream::state).containsExactly("open", "closed");
        two.adoptUpstream(UPSTREAM, true);
        assertThat(two.upstreams()).extracting(Explanation.Upstream::state).containsExactly("half_open", "closed");
        two.adoptUpstream("http://unknown.test", false);
        assertThat(events(GptLoadEvent.UpstreamOpened.class)).isEmpty();
    }

    @Test
    void whyAKeyIsOutIsKnownWhereverItWasFoundOut() {
        provider.setKey(SimulatedKey.invalid(key(1)));
        StandardGroup group = group(key(1));
        assertThat(state(group, key(1)).ruleId()).isNull();
        caller.chat(group);
        Instant here = time.instant();
        String rule = events(GptLoadEvent.KeyInvalidated.class).get(0).ruleId();
        assertThat(state(group, key(1)).ruleId()).isEqualTo(rule);
        assertThat(state(group, key(1)).since()).isEqualTo(here);

        seconds(1);
        group.restore(KeyRef.of(key(1)));
        assertThat(state(group, key(1)).since()).isNull();
        seconds(1);
        group.adopt(HASH, new KeyStateChange.Status(time.instant(), true, 3, "theirs"));
        assertThat(state(group, key(1)).ruleId()).isEqualTo("theirs");
        assertThat(state(group, key(1)).since()).isEqualTo(time.instant());
    }

    @Test
    void ofAKeyThatWasOutBeforeOnlyTheTimeIsKnown() {
        StandardGroup group = group(keys(2));
        Instant before = time.instant().minusSeconds(60);
        group.adopt(List.of(
                new KeyState(HASH, true, 3, before, List.of()),
                new KeyState(KeyRef.of(key(2)).hash(), true, 3, List.of())));
        assertThat(state(group, key(1)).ruleId()).isNull();
        assertThat(state(group, key(1)).since()).isEqualTo(before);
        assertThat(state(group, key(2)).state()).isEqualTo(Explanation.State.INVALID);
        assertThat(state(group, key(2)).since()).isNull();
    }

    @Test
    void ofTwoCooldownsTheLongerHoldsAndAnEndEndsOnlyWhatItKnew() {
        StandardGroup group = group(key(1));
        group.adopt(HASH, rest(null, 60));
        group.adopt(HASH, rest(null, 30));
        assertThat(state(group, key(1)).until()).isEqualTo(time.instant().plusSeconds(60));
        group.adopt(HASH, rest("m", 30));
        seconds(1);
        KeyStateChange endOfAShorterOne =
                new KeyStateChange.RestEnd(time.instant(), null, time.instant().plusSeconds(29));
        group.adopt(HASH, endOfAShorterOne);
        assertThat(state(group, key(1)).state()).isEqualTo(Explanation.State.COOLING);
        group.adopt(
                HASH,
                new KeyStateChange.RestEnd(time.instant(), null, time.instant().plusSeconds(59)));
        assertThat(state(group, key(1)).state()).isEqualTo(Explanation.State.READY);
        assertThat(group.explain("m").keys(Explanation.State.COOLING)).hasSize(1);
        assertThat(events)
                .noneMatch(event -> event instanceof GptLoadEvent.KeyCooled || event instanceof GptLoadEvent.KeyBack);
    }

    @Test
    void newsOfACooldownThatComeAfterItsEarlyEndAreTooLate() {
        StandardGroup group = group(key(1));
        KeyStateChange whole = rest(null, 60);
        KeyStateChange ofModel = rest("m", 60);
        group.adopt(HASH, whole);
        seconds(1);
        group.adopt(
                HASH,
                new KeyStateChange.RestEnd(time.instant(), "m", time.instant().plusSeconds(59)));
        group.clearCooldowns(KeyRef.of(key(1)));
        group.adopt(HASH, whole);
        group.adopt(HASH, ofModel);
        assertThat(group.explain("m").keys(Explanation.State.READY)).hasSize(1);
        group.adopt(HASH, rest(null, 60));
        assertThat(state(group, key(1)).state()).isEqualTo(Explanation.State.COOLING);
    }

    @Test
    void anEndHoldsForWhatDiffersByJitterAlone() {
        StandardGroup group = group(key(1));
        group.adopt(HASH, rest(null, 60));
        group.adopt(
                HASH,
                new KeyStateChange.RestEnd(time.instant(), null, time.instant().plusMillis(59_300)));
        assertThat(state(group, key(1)).state()).isEqualTo(Explanation.State.READY);
    }

    @Test
    void aCooldownThatBeganAfterItsEndWasDecidedGoesOn() {
        StandardGroup group = group(key(1));
        KeyStateChange end =
                new KeyStateChange.RestEnd(time.instant(), null, time.instant().plusSeconds(100));
        seconds(1);
        group.adopt(HASH, rest(null, 60));
        group.adopt(HASH, end);
        assertThat(state(group, key(1)).state()).isEqualTo(Explanation.State.COOLING);
        seconds(60);
        assertThat(group.counts().ready()).isEqualTo(1);
    }

    @Test
    void aCooldownThatRunsOutIsNoNewsAndOneThatIsClearedIs() {
        StandardGroup group = group(key(1));
        group.adopt(HASH, rest(null, 60));
        seconds(61);
        assertThat(group.counts().ready()).isEqualTo(1);
        assertThat(events(GptLoadEvent.KeyBack.class))
                .singleElement()
                .satisfies(event -> assertThat(KeyStateChange.of(event)).isNull());
        group.adopt(HASH, rest(null, 60));
        group.clearCooldowns(KeyRef.of(key(1)));
        assertThat(KeyStateChange.of(events(GptLoadEvent.KeyBack.class).get(1)))
                .isEqualTo(new KeyStateChange.OfKey(
                        "g",
                        KeyRef.of(key(1)),
                        new KeyStateChange.RestEnd(
                                time.instant(), null, time.instant().plus(Duration.ofSeconds(60)))));
    }

    @Test
    void strikesOfOthersCountButNeverMakeAKeyInvalidByThemselves() {
        StandardGroup group = group(key(1));
        for (int i = 1; i <= 5; i++) {
            group.adopt(HASH, new KeyStateChange.Strikes(time.instant(), 1, i));
        }
        assertThat(state(group, key(1)).strikes()).isEqualTo(5);
        assertThat(state(group, key(1)).state()).isEqualTo(Explanation.State.READY);
        group.adopt(HASH, new KeyStateChange.Strikes(time.instant(), -1, 4));
        assertThat(state(group, key(1)).strikes()).isEqualTo(4);
        group.adopt(HASH, new KeyStateChange.Strikes(time.instant(), -9, 0));
        assertThat(state(group, key(1)).strikes()).isZero();
        KeyStateChange old = new KeyStateChange.Strikes(time.instant(), 1, 1);
        seconds(60);
        group.adopt(HASH, old);
        assertThat(state(group, key(1)).strikes()).isZero();
        group.adopt("unknown", new KeyStateChange.Strikes(time.instant(), 1, 1));
    }
}
