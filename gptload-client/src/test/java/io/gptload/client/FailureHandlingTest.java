package io.gptload.client;

import static io.gptload.client.VirtualCaller.CHAT;
import static io.gptload.client.VirtualCaller.HELLO;
import static io.gptload.client.VirtualCaller.HELLO_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.Explanation.State;
import io.gptload.client.VirtualCaller.Reply;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.GroupSettings.FailurePolicyMode;
import io.gptload.client.config.ModelRedirects;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureRule;
import io.gptload.client.policy.Scope;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Session;
import io.gptload.client.session.Step;
import io.gptload.client.state.KeyState;
import io.gptload.client.state.KeyState.Rest;
import io.gptload.client.wire.Channel;
import io.gptload.client.wire.HeaderView;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureHandlingTest extends EngineTestBase {

    @Test
    void theCallerNeverSeesDeadLimitedAndEmptyKeys() {
        provider.setKey(SimulatedKey.invalid(key(1)));
        provider.setKey(SimulatedKey.suspended(key(2)));
        provider.setKey(SimulatedKey.outOfQuota(key(3)));
        provider.setKey(SimulatedKey.limited(key(4), 1, Duration.ofMinutes(1)));
        provider.setKey(SimulatedKey.valid(key(5)));
        Group group = group(keys(5));
        for (int i = 0; i < 20; i++) {
            assertThat(caller.chat(group).ok()).isTrue();
        }
        assertThat(state(group, key(1)).state()).isEqualTo(State.INVALID);
        assertThat(state(group, key(2)).state()).isEqualTo(State.INVALID);
        assertThat(state(group, key(3)).cause()).isEqualTo(Category.QUOTA_EXHAUSTED);
        assertThat(state(group, key(5)).state()).isEqualTo(State.READY);
        assertThat(provider.calls(key(1))).isEqualTo(1);
        assertThat(provider.calls(key(2))).isEqualTo(1);
        assertThat(provider.calls(key(3))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 415, 422})
    void aClientErrorReachesTheCallerByteForByte(int status) {
        Group group = healthyGroup(3);
        String body = "{\"error\":{\"message\":\"no <such> thing\\u00e9\",  \"type\":\"invalid_request_error\"}}\n";
        provider.fail(Fault.reply(status, "application/json; charset=weird", body));
        Reply reply = caller.chat(group);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).isEqualTo(body);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=weird");
        assertThat(reply.header("x-should-retry")).isNull();
        assertThat(provider.calls()).isEqualTo(1);
        assertThat(group.explain(null).keys()).allMatch(k -> k.state() == State.READY && k.strikes() == 0);
    }

    @Test
    void aKeyIsInvalidAfterThreeRefusalsInARowThatNameNoReason() {
        provider.setKey(SimulatedKey.rejected(key(1)));
        provider.setKey(SimulatedKey.valid(key(2)));
        Group group = group(keys(2));
        for (int i = 0; i < 12; i++) {
            assertThat(caller.chat(group).ok()).isTrue();
        }
        assertThat(state(group, key(1)).state()).isEqualTo(State.INVALID);
        assertThat(provider.calls(key(1))).isEqualTo(3);
        assertThat(events(GptLoadEvent.KeyInvalidated.class)).singleElement().satisfies(event -> {
            assertThat(event.strikes()).isEqualTo(3);
            assertThat(event.key()).isEqualTo(KeyRef.of(key(1)));
        });
    }

    @Test
    void aRegionBlockIsNotTheKeysFault() {
        Group group = healthyGroup(100);
        provider.fail(Fault.forbidEverybody());
        for (int i = 0; i < 50; i++) {
            Reply reply = caller.chat(group);
            assertThat(reply.ok()).isFalse();
            seconds(0.5);
        }
        assertThat(group.explain(null).keys(State.READY)).hasSize(100);
        assertThat(group.explain(null).keys()).allMatch(k -> k.strikes() == 0);
        assertThat(events(GptLoadEvent.RefusedTogether.class)).isNotEmpty();
        provider.recover();
        seconds(1.1);
        assertThat(caller.chat(group).ok()).isTrue();
    }

    @Test
    void aRefusalWithoutAReasonFromManyKeysIsNotTheKeysFaultEither() {
        for (String key : keys(10)) {
            provider.setKey(SimulatedKey.rejected(key));
        }
        Group group = group(keys(10));
        for (int i = 0; i < 20; i++) {
            assertThat(caller.chat(group).ok()).isFalse();
            seconds(1);
        }
        assertThat(group.explain(null).keys(State.INVALID)).isEmpty();
        assertThat(group.explain(null).keys()).allMatch(k -> k.strikes() == 0);
    }

    @Test
    void definiteMarkersStayTheKeysOwnFault() {
        for (String key : keys(5)) {
            provider.setKey(SimulatedKey.invalid(key));
        }
        Group group = group(keys(5));
        Reply reply = caller.chat(group);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(group.explain(null).keys(State.INVALID)).hasSize(5);
        Reply next = caller.chat(group);
        assertThat(next.status()).isEqualTo(503);
        assertThat(next.body()).contains("no_keys_available");
        assertThat(provider.calls()).isEqualTo(5);
    }

    @Test
    void aModelOneKeyMayNotUseIsServedByAnotherAndThatKeyRestsForThatModelOnly() {
        provider.setKey(SimulatedKey.valid(key(1)));
        provider.setKey(SimulatedKey.noModelAccess(key(2), "gpt-4o"));
        Group group = group(keys(2));
        for (int i = 0; i < 6; i++) {
            assertThat(caller.chat(group).ok()).isTrue();
        }
        assertThat(provider.calls(key(2))).isEqualTo(1);
        assertThat(group.explain("gpt-4o").keys().get(1).cause()).isEqualTo(Category.NOT_PERMITTED);
        assertThat(group.explain("gpt-4o-mini").keys().get(1).state()).isEqualTo(State.READY);
    }

    @Test
    void aMisspeltModelIsTheCallersFault() {
        ProviderSimulator strict = ProviderSimulator.builder()
                .clock(time)
                .models("gpt-4o")
                .keys(SimulatedKey.valid(key(1)), SimulatedKey.valid(key(2)))
                .build();
        VirtualCaller calls = new VirtualCaller(time, strict);
        Group group = group(keys(2));
        assertThat(calls.chat(group).ok()).isTrue();
        Reply reply = calls.post(group, CHAT, HELLO.replace("gpt-4o", "gpt-40"));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.attempts()).isEqualTo(1);
        assertThat(group.explain("gpt-40").keys(State.READY)).hasSize(2);
    }

    @Test
    void anUpstreamThatFailsIsLeftForAnotherAndSkippedOnceItsBreakerIsOpen() {
        ProviderSimulator good = ProviderSimulator.builder()
                .clock(time)
                .key(SimulatedKey.valid(key(1)))
                .build();
        provider.setKey(SimulatedKey.valid(key(1)));
        provider.fail(Fault.status(500));
        VirtualCaller calls = new VirtualCaller(time, host -> host.equals("bad.test") ? provider : good);
        Group group = group(g ->
                g.upstream("http://bad.test", 1).upstream("http://good.test", 1).keys(key(1)));
        for (int i = 0; i < 40; i++) {
            assertThat(calls.chat(group).ok()).isTrue();
        }
        assertThat(time.elapsed()).isZero(); // never a pause
        assertThat(provider.calls()).isLessThan(10);
        assertThat(events(GptLoadEvent.UpstreamOpened.class)).hasSize(1);
        provider.recover();
        seconds(3);
        for (int i = 0; i < 10; i++) {
            assertThat(calls.chat(group).ok()).isTrue();
        }
        assertThat(events(GptLoadEvent.UpstreamClosed.class)).hasSize(1);
        assertThat(provider.served()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void weightsDivideTheRequests() {
        ProviderSimulator second = ProviderSimulator.builder()
                .clock(time)
                .key(SimulatedKey.valid(key(1)))
                .build();
        provider.setKey(SimulatedKey.valid(key(1)));
        VirtualCaller calls = new VirtualCaller(time, host -> host.equals("a.test") ? provider : second);
        Group group = group(g -> g.upstream("http://a.test", 2)
                .upstream("http://b.test", 1)
                .upstream("http://c.test", 0)
                .keys(key(1)));
        for (int i = 0; i < 30; i++) {
            assertThat(calls.chat(group).ok()).isTrue();
        }
        assertThat(provider.calls()).isEqualTo(20);
        assertThat(second.calls()).isEqualTo(10);
    }

    @Test
    void anErrorAsFirstEventOfAStreamIsTriedElsewhereAndNotSeen() {
        Group group = healthyGroup(2);
        provider.fail(Fault.errorEventFirst().times(1));
        Reply reply = caller.post(group, CHAT, HELLO_STREAM);
        assertThat(reply.ok()).isTrue();
        assertThat(reply.body()).contains("[DONE]").doesNotContain("error");
        assertThat(reply.attempts()).isEqualTo(2);
    }

    /** Its events cannot be read one by one; br, say, is not decoded by the client. */
    @ParameterizedTest
    @CsvSource({"br,1", "identity,8192", ",8192"})
    void anEncodedStreamIsPassedOnUnread(String encoding, int wanted) {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "text/event-stream"));
        if (encoding != null) {
            headers.put("Content-Encoding", encoding);
        }
        Step.Send send = (Step.Send) healthyGroup(1)
                .newSession(CallRequest.of("POST", CHAT)
                        .body(HELLO_STREAM.getBytes(StandardCharsets.UTF_8))
                        .build())
                .begin();

        assertThat(send.attempt().onResponse(200, HeaderView.of(headers))).isEqualTo(new Step.Inspect(wanted));
    }

    @Test
    void anEmptySuccessIsTriedAgain() {
        Group group = healthyGroup(2);
        provider.fail(Fault.emptyReply().times(1));
        assertThat(caller.chat(group).attempts()).isEqualTo(2);
        provider.fail(Fault.emptyReply());
        Reply reply = caller.chat(group);
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.body()).contains("empty");
    }

    @Test
    void aStreamThatBreaksAfterItBeganIsNotTriedAgainAndBlamedOnTheUpstream() {
        Group group = healthyGroup(2);
        provider.fail(Fault.cutStream(2).times(1));
        Reply reply = caller.post(group, CHAT, HELLO_STREAM);
        assertThat(reply.broken()).isTrue();
        assertThat(reply.attempts()).isEqualTo(1);
        assertThat(events(GptLoadEvent.StreamBroken.class)).hasSize(1);
        assertThat(group.explain(null).keys()).allMatch(k -> k.state() == State.READY && k.inFlight() == 0);
    }

    @Test
    void aHangingUpstreamTimesOutAndAnotherAttemptIsMade() {
        provider.setKey(SimulatedKey.valid(key(1)));
        Group group = group(g -> g.upstream(UPSTREAM)
                .keys(key(1))
                .settings(GroupSettings.builder().responseHeaderTimeout(Duration.ofSeconds(2))));
        provider.fail(Fault.hang().times(1));
        assertThat(caller.chat(group).ok()).isTrue();
        provider.fail(Fault.hang());
        Reply reply = caller.chat(group);
        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.attempts()).isEqualTo(4);
    }

    @Test
    void theDeadlineOfTheCallerEndsTheAttempts() {
        healthyGroup(1);
        provider.fail(Fault.hang());
        Group group = group(g -> g.upstream(UPSTREAM)
                .keys(key(1))
                .settings(GroupSettings.builder().responseHeaderTimeout(Duration.ofSeconds(2))));
        Duration before = time.elapsed();
        Reply reply = caller.call(
                group,
                CallRequest.of("POST", CHAT)
                        .body(HELLO.getBytes(StandardCharsets.UTF_8))
                        .timeLeft(Duration.ofSeconds(3))
                        .build());
        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.attempts()).isEqualTo(2);
        assertThat(time.elapsed().minus(before)).isLessThan(Duration.ofMillis(4500));
    }

    @Test
    void anImpatientCallerDoesNotTripTheUpstreamsBreaker() {
        Group group = healthyGroup(1);
        provider.fail(Fault.hang());
        group = group(g -> g.upstream(UPSTREAM)
                .keys(key(1))
                .settings(GroupSettings.builder().responseHeaderTimeout(Duration.ofSeconds(2))));
        for (int i = 0; i < 30; i++) {
            CallRequest request = CallRequest.of("POST", CHAT)
                    .body(HELLO.getBytes(StandardCharsets.UTF_8))
                    .timeLeft(Duration.ofSeconds(2))
                    .build();
            assertThat(caller.call(group, request).status()).isEqualTo(504);
        }
        assertThat(group.explain(null).upstreams().get(0).state()).isEqualTo("closed");
        assertThat(state(group, key(1)).inFlight()).isZero();
    }

    @Test
    void whatMustNotBeDoneTwiceIsSentAgainOnlyWhenItWasRefused() {
        Group group = healthyGroup(3);
        provider.fail(Fault.status(500));
        assertThat(caller.post(group, "/v1/images/generations", "{\"prompt\":\"x\"}")
                        .attempts())
                .isEqualTo(1);
        provider.recover();
        provider.fail(Fault.reply(429, "application/json", "{\"error\":{\"message\":\"slow down\"}}")
                .times(1));
        assertThat(caller.post(group, "/v1/images/generations", "{\"prompt\":\"x\"}")
                        .attempts())
                .isEqualTo(2);
    }

    @Test
    void aBodySentOnceIsSentOnce() {
        Group group = healthyGroup(3);
        provider.fail(Fault.status(500));
        Reply reply =
                caller.call(group, CallRequest.of("POST", CHAT).bodySentOnce().build());
        assertThat(reply.attempts()).isEqualTo(1);
        assertThat(reply.status()).isEqualTo(500);
    }

    @Test
    void rotationsAreNotCountedAsRetriesButBounded() {
        for (int i = 1; i <= 9; i++) {
            provider.setKey(SimulatedKey.invalid(key(i)));
        }
        provider.setKey(SimulatedKey.valid(key(10)));
        Group none = group(g -> g.upstream(UPSTREAM)
                .keys(keys(10))
                .settings(GroupSettings.builder().maxRetries(0)));
        assertThat(caller.chat(none).attempts()).isEqualTo(10);

        gptLoad.remove("g");
        Group two = group(g -> g.upstream(UPSTREAM)
                .keys(keys(10))
                .settings(GroupSettings.builder().maxKeyRotations(2)));
        Reply reply = caller.chat(two);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.attempts()).isEqualTo(3);
    }

    @Test
    void zeroRetriesMeanOneCallToAFailingUpstream() {
        healthyGroup(3);
        provider.fail(Fault.status(500));
        Group group = group(g -> g.upstream(UPSTREAM)
                .keys(keys(3))
                .settings(GroupSettings.builder().maxRetries(0)));
        assertThat(caller.chat(group).attempts()).isEqualTo(1);
        assertThat(caller.chat(group).header("x-should-retry")).isEqualTo("false");
    }

    @Test
    void aStatusOutsideTheFailoverListIsRelayedAtOnce() {
        healthyGroup(3);
        provider.fail(Fault.status(500));
        Group group = group(g -> g.upstream(UPSTREAM)
                .keys(keys(3))
                .settings(GroupSettings.builder().failoverStatusCodes("429")));
        assertThat(caller.chat(group).attempts()).isEqualTo(1);
    }

    @Test
    void blacklistThresholdZeroNeverMakesAKeyInvalid() {
        provider.setKey(SimulatedKey.invalid(key(1)));
        provider.setKey(SimulatedKey.valid(key(2)));
        Group group = group(g -> g.upstream(UPSTREAM)
                .keys(keys(2))
                .settings(GroupSettings.builder().blacklistThreshold(0)));
        for (int i = 0; i < 10; i++) {
            assertThat(caller.chat(group).ok()).isTrue();
        }
        assertThat(group.explain(null).keys(State.INVALID)).isEmpty();
    }

    @Test
    void aSuccessThatWasTheLastForNowRestsItsKeyBeforeTheProviderHasToRefuseIt() {
        provider.setKey(SimulatedKey.limited(key(1), 1, Duration.ofSeconds(5)));
        provider.setKey(SimulatedKey.valid(key(2)));
        Group group = group(keys(2));

        for (int i = 0; i < 10; i++) {
            assertThat(caller.chat(group).attempts()).isEqualTo(1);
        }

        assertThat(provider.calls(key(1))).isEqualTo(1);
        assertThat(state(group, key(1)).cause()).isEqualTo(Category.RATE_LIMITED);
        assertThat(Duration.between(time.instant(), state(group, key(1)).until()))
                .isBetween(Duration.ofSeconds(5), Duration.ofMillis(5200));
    }

    @Test
    void aCallMayWaitForAKey() {
        provider.setKey(SimulatedKey.limited(key(1), 1, Duration.ofSeconds(5)));
        Group group = group(g -> g.upstream(UPSTREAM)
                .keys(key(1))
                .settings(GroupSettings.builder().maxWait(Duration.ofSeconds(6))));
        assertThat(caller.chat(group).ok()).isTrue();
        Duration before = time.elapsed();
        assertThat(caller.chat(group).ok()).isTrue();
        assertThat(time.elapsed().minus(before)).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5200));
    }

    @Test
    void aCallWhoseKeysWereAllLimitedMayWaitForTheFirstToComeBack() {
        for (String key : keys(2)) {
            provider.setKey(SimulatedKey.limited(key, 1, Duration.ofSeconds(5)).withoutRateLimitHeaders());
        }
        Group group = group(g -> g.upstream(UPSTREAM)
                .keys(keys(2))
                .settings(GroupSettings.builder().maxWait(Duration.ofSeconds(6))));
        assertThat(caller.chat(group).ok()).isTrue();
        assertThat(caller.chat(group).ok()).isTrue();
        Reply reply = caller.chat(group);
        assertThat(reply.ok()).isTrue();
        assertThat(reply.attempts()).isEqualTo(3);
    }

    @Test
    void theOriginalsPolicyCountsEveryFailureAndForgivesNothing() {
        provider.setKey(SimulatedKey.valid(key(1)));
        Group group = group(g -> g.upstream(UPSTREAM)
                .keys(key(1))
                .settings(GroupSettings.builder()
                        .failurePolicy(FailurePolicyMode.GPT_LOAD)
                        .maxRetries(0)));
        for (int i = 0; i < 3; i++) {
            provider.fail(Fault.status(400).times(1));
            assertThat(caller.chat(group).status()).isEqualTo(400);
            if (i < 2) {
                assertThat(caller.chat(group).ok()).isTrue();
            }
        }
        assertThat(state(group, key(1)).state()).isEqualTo(State.INVALID);
    }

    @Test
    void aUsersRuleGoesBeforeTheBuiltInOnes() {
        Group before = healthyGroup(2);
        provider.fail(Fault.reply(418, "application/json", "{\"error\":{\"message\":\"brewing\"}}")
                .times(1));
        assertThat(caller.chat(before).status()).isEqualTo(418);
        Group group = group(g -> g.upstream(UPSTREAM)
                .keys(keys(2))
                .rule(FailureRule.named("teapot")
                        .statuses("418")
                        .category(Category.RATE_LIMITED)
                        .scope(Scope.KEY)
                        .cooldown(Duration.ofSeconds(90))
                        .build()));
        provider.fail(Fault.reply(418, "application/json", "{\"error\":{\"message\":\"brewing\"}}")
                .times(1));
        assertThat(caller.chat(group).ok()).isTrue();
        assertThat(group.explain(null).keys(State.COOLING)).singleElement().satisfies(key -> {
            assertThat(key.ruleId()).isEqualTo("teapot");
            assertThat(key.until()).isAfterOrEqualTo(time.instant().plusSeconds(90));
        });
    }

    @Test
    void geminisDailyQuotaRestsTheKeyForThatModelUntilMidnightInCalifornia() {
        provider.setKey(SimulatedKey.outOfQuota(key(1)));
        provider.setKey(SimulatedKey.valid(key(2)));
        Group group = group(g -> g.channel(Channel.GEMINI).upstream(UPSTREAM).keys(keys(2)));
        String path = "/v1beta/models/gemini-2.5-flash:generateContent";
        String body = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";
        for (int i = 0; i < 4; i++) {
            assertThat(caller.post(group, path, body).ok()).isTrue();
        }
        Explanation.Key key = group.explain("gemini-2.5-flash").keys().get(0);
        assertThat(key.cause()).isEqualTo(Category.QUOTA_EXHAUSTED);
        // 2026-03-01T10:00Z is 02:00 in California; midnight there is 08:00Z (PST).
        assertThat(key.until()).isBetween(Instant.parse("2026-03-02T08:00:00Z"), Instant.parse("2026-03-02T08:01:00Z"));
        assertThat(group.explain("gemini-2.5-pro").keys().get(0).state()).isEqualTo(State.READY);
    }

    @Test
    void strictRedirectsRefuseOtherModelsWithoutAnUpstreamCall() {
        provider.setKey(SimulatedKey.valid(key(1)));
        Group group = group(g ->
                g.upstream(UPSTREAM).keys(key(1)).modelRedirects(ModelRedirects.of(Map.of("gpt-4o", "gpt-4.1"), true)));
        assertThat(caller.chat(group).body()).contains("gpt-4.1");
        assertThat(caller.post(group, CHAT, HELLO.replace("gpt-4o", "other")).status())
                .isEqualTo(400);
        assertThat(provider.calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../admin", "/v1/%2e%2e/../..", "/a b", "/v1?x", "/v1\n"})
    void aPathThatLeavesTheUpstreamsBaseIsRefused(String path) {
        Group group = healthyGroup(1);
        Reply reply = caller.call(group, CallRequest.of("GET", path).build());
        assertThat(reply.status()).isEqualTo(400);
        assertThat(provider.calls()).isZero();
        assertThat(state(group, key(1)).inFlight()).isZero();
    }

    @Test
    void aCancelledCallBlamesNobody() {
        Group group = healthyGroup(1);
        CallRequest request = CallRequest.of("POST", CHAT)
                .body(HELLO.getBytes(StandardCharsets.UTF_8))
                .build();
        for (int i = 0; i < 30; i++) {
            Session session = group.newSession(request);
            Step.Send send = (Step.Send) session.begin();
            session.cancel();
            assertThat(send.attempt().onFailure(new IOException("Canceled"))).isInstanceOf(Step.Cancelled.class);
        }
        assertThat(state(group, key(1)).strikes()).isZero();
        assertThat(state(group, key(1)).inFlight()).isZero();
        assertThat(group.explain(null).upstreams().get(0).state()).isEqualTo("closed");
    }

    @Test
    void whatWasKnownOfKeysBeforeIsTakenOver() {
        StandardGroup group = healthyGroup(4);
        Instant until = time.instant().plusSeconds(90);
        group.adopt(List.of(
                new KeyState(KeyRef.of(key(1)).hash(), true, 3, List.of()),
                new KeyState(
                        KeyRef.of(key(2)).hash(),
                        false,
                        0,
                        List.of(new Rest(null, until, Category.QUOTA_EXHAUSTED, "r"))),
                new KeyState(
                        KeyRef.of(key(3)).hash(),
                        false,
                        2,
                        List.of(new Rest("gpt-4o", until, Category.RATE_LIMITED, "r"))),
                new KeyState(KeyRef.of("not ours").hash(), true, 0, List.of())));
        for (int i = 0; i < 6; i++) {
            assertThat(caller.chat(group).ok()).isTrue();
        }
        assertThat(provider.calls(key(4))).isEqualTo(6);
        assertThat(group.explain("gpt-4o").nextFree()).isEqualTo(time.instant());
        assertThat(state(group, key(1)).state()).isEqualTo(State.INVALID);
        assertThat(state(group, key(2)).until()).isEqualTo(until);
        assertThat(events(GptLoadEvent.KeyCooled.class)).isEmpty();
        seconds(90);
        for (int i = 0; i < 6; i++) {
            assertThat(caller.chat(group).ok()).isTrue();
        }
        assertThat(provider.calls(key(2))).isEqualTo(2);
        assertThat(provider.calls(key(3))).isEqualTo(2);
    }

    @Test
    void redefiningAGroupKeepsWhatIsKnownOfItsKeys() {
        provider.setKey(SimulatedKey.invalid(key(1)));
        provider.setKey(SimulatedKey.valid(key(2)));
        Group group = group(keys(2));
        caller.chat(group);
        caller.chat(group);
        group(keys(3));
        assertThat(state(group, key(1)).state()).isEqualTo(State.INVALID);
        assertThat(group.explain(null).keys()).hasSize(3);
        group.restore(KeyRef.of(key(1)));
        assertThat(state(group, key(1)).state()).isEqualTo(State.READY);
    }

    @Test
    void aResponseInProgressFinishesAfterItsKeyWasTakenAway() {
        Group group = healthyGroup(1);
        CallRequest request = CallRequest.of("POST", CHAT)
                .body(HELLO.getBytes(StandardCharsets.UTF_8))
                .build();
        Step.Send send = (Step.Send) group.newSession(request).begin();
        group(g -> g.upstream("http://elsewhere.test").keys(key(7)));
        assertThat(send.attempt().url()).startsWith(UPSTREAM);
        Step step = send.attempt().onResponse(200, HeaderView.of(Map.of("Content-Length", "2")));
        assertThat(step).isEqualTo(Step.Relay.AS_IS);
        send.attempt().onEnd();
        assertThat(group.explain(null).keys())
                .singleElement()
                .satisfies(k -> assertThat(k.inFlight()).isZero());
    }

    @Test
    void everyStateChangeSaysWhyAndUntilWhen() {
        provider.setKey(SimulatedKey.limited(key(1), 1, Duration.ofSeconds(20)).withoutRateLimitHeaders());
        Group group = group(key(1));
        caller.chat(group);
        caller.chat(group);
        assertThat(events(GptLoadEvent.KeyCooled.class)).singleElement().satisfies(event -> {
            assertThat(event.cause()).isEqualTo(Category.RATE_LIMITED);
            assertThat(event.until()).isAfter(time.instant());
            assertThat(event.ruleId()).isNotBlank();
        });
        assertThat(events(GptLoadEvent.AttemptFinished.class)).hasSize(2);
        assertThat(events(GptLoadEvent.CallAnswered.class)).hasSize(2);
    }
}
