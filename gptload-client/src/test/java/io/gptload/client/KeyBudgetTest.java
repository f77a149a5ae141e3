package io.gptload.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gptload.client.Explanation.State;
import io.gptload.client.config.AggregateConfig;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.GroupSettings;
import io.gptload.client.config.KeyConfig;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.client.policy.Category;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.Step;
import io.gptload.client.state.KeyStateChange;
import io.gptload.simulator.SimulatedKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Keys are used no more than their budgets allow, and come back by themselves. It is ten o'clock UTC. */
class KeyBudgetTest extends EngineTestBase {

    private StandardGroup budgeted(int keys, String budgets) {
        return budgeted(keys, budgets, g -> g);
    }

    private StandardGroup budgeted(int keys, String budgets, UnaryOperator<GroupConfig.Builder> more) {
        for (String key : keys(keys)) {
            provider.setKey(SimulatedKey.valid(key));
        }
        return group(g -> more.apply(g.upstream(UPSTREAM)
                .keys(keys(keys))
                .settings(GroupSettings.builder().keyBudgets(budgets))));
    }

    private int served(Group group, int calls) {
        int ok = 0;
        for (int i = 0; i < calls; i++) {
            ok += caller.chat(group).ok() ? 1 : 0;
        }
        return ok;
    }

    private VirtualCaller.Reply ask(Group group, String model) {
        return caller.post(group, VirtualCaller.CHAT, VirtualCaller.HELLO.replace("gpt-4o", model));
    }

    @Test
    void aBudgetIsUsedToTheLastAndNotBeyond() {
        StandardGroup group = budgeted(3, "10 requests/minute");

        assertThat(served(group, 40)).isEqualTo(30);
        for (String key : keys(3)) {
            assertThat(provider.calls(key)).isEqualTo(10);
        }
        assertThat(provider.rateLimited()).isZero();
    }

    @Test
    void theOneWhoComesTooLateIsToldWhenTheWindowEnds() {
        StandardGroup group = budgeted(1, "2 rpm");
        seconds(20);
        served(group, 2);

        VirtualCaller.Reply refused = caller.chat(group);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.attempts()).isZero();
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(40, 41);
        seconds(40.5);
        assertThat(served(group, 5)).isEqualTo(2);
    }

    @Test
    void aKeyRestsAsForARateLimitAndIsNotBlamed() {
        StandardGroup group = budgeted(2, "1 request/hour");
        caller.chat(group);

        Explanation.Key key = state(group, key(1));
        assertThat(key.state()).isEqualTo(State.COOLING);
        assertThat(key.cause()).isEqualTo(Category.RATE_LIMITED);
        assertThat(key.ruleId()).isEqualTo("budget.requests_per_hour");
        assertThat(key.until()).isBetween(Instant.parse("2026-03-01T11:00:00Z"), Instant.parse("2026-03-01T11:00:01Z"));
        assertThat(key.strikes()).isZero();
        assertThat(group.counts()).isEqualTo(new PoolCounts(1, 1, 0));
        assertThat(events(GptLoadEvent.KeyCooled.class)).hasSize(1);
    }

    @Test
    void whoMayWaitIsServedInTheNextWindow() {
        StandardGroup group = group(g -> g.upstream(UPSTREAM)
                .keys(key(1))
                .settings(GroupSettings.builder().keyBudgets("1 request/second").maxWait(Duration.ofSeconds(2))));
        provider.setKey(SimulatedKey.valid(key(1)));

        assertThat(served(group, 4)).isEqualTo(4);
        assertThat(time.elapsed()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
    }

    @Test
    void theStrictestOfSeveralBudgetsCounts() {
        StandardGroup group = budgeted(1, "5 rpm, 12 rph");

        assertThat(served(group, 9)).isEqualTo(5);
        seconds(61);
        assertThat(served(group, 9)).isEqualTo(5);
        seconds(61);
        assertThat(served(group, 9)).isEqualTo(2);
        seconds(61);
        assertThat(served(group, 9)).isZero();
        assertThat(state(group, key(1)).ruleId()).isEqualTo("budget.requests_per_hour");
    }

    @Test
    void aDayBeginsWhenTheProvidersDoes() {
        StandardGroup utc = budgeted(1, "1 rpd");
        caller.chat(utc);
        assertThat(state(utc, key(1)).until())
                .isAfterOrEqualTo("2026-03-02T00:00:00Z")
                .isBefore("2026-03-02T00:00:01Z");

        StandardGroup gemini = gptLoad.define(GroupConfig.named("gemini")
                .provider("gemini")
                .upstream(UPSTREAM)
                .keys(key(1))
                .settings(GroupSettings.builder().keyBudgets("1 rpd"))
                .build());
        caller.chat(gemini);
        assertThat(state(gemini, key(1)).until())
                .isAfterOrEqualTo("2026-03-02T08:00:00Z")
                .isBefore("2026-03-02T08:00:01Z");

        StandardGroup tokyo = gptLoad.define(GroupConfig.named("tokyo")
                .upstream(UPSTREAM)
                .keys(key(1))
                .settings(GroupSettings.builder().keyBudgets("1 rpd from 09:00 Asia/Tokyo"))
                .build());
        caller.chat(tokyo);
        assertThat(state(tokyo, key(1)).until())
                .isAfterOrEqualTo("2026-03-02T00:00:00Z")
                .isBefore("2026-03-02T00:00:01Z");
    }

    @Test
    void aBudgetOfAModelKeepsAKeyFromThatModelOnly() {
        StandardGroup group = budgeted(1, "gpt-4o: 2 rpm, 5 rpm");

        assertThat(served(group, 3)).isEqualTo(2);
        assertThat(ask(group, "gpt-4o-mini").ok()).isTrue();
        assertThat(ask(group, "gpt-4o-mini").ok()).isTrue();
        assertThat(group.explain("gpt-4o").keys().get(0).model()).isEqualTo("gpt-4o");
        assertThat(group.explain("gpt-4o-mini").keys().get(0).state()).isEqualTo(State.READY);
        assertThat(ask(group, "gpt-4o-mini").ok()).isTrue();
        assertThat(ask(group, "gpt-4o-mini").status()).isEqualTo(429);
        assertThat(provider.calls()).isEqualTo(5);
    }

    @Test
    void keysOfAnAccountShareItsBudget() {
        for (String key : keys(4)) {
            provider.setKey(SimulatedKey.valid(key));
        }
        StandardGroup group = group(g -> g.upstream(UPSTREAM)
                .keys(List.of(
                        new KeyConfig(key(1), "one"),
                        new KeyConfig(key(2), "one"),
                        new KeyConfig(key(3), "two"),
                        KeyConfig.of(key(4))))
                .settings(GroupSettings.builder().keyBudgets("4 rpm")));

        assertThat(served(group, 20)).isEqualTo(12);
        assertThat(provider.calls(key(1)) + provider.calls(key(2))).isEqualTo(4);
        assertThat(provider.calls(key(3))).isEqualTo(4);
        assertThat(provider.calls(key(4))).isEqualTo(4);
        assertThat(group.counts().cooling()).isEqualTo(4);
    }

    @Test
    void tokensAreCountedWhenAnAnswerToldThem() {
        StandardGroup group = budgeted(1, "30 tokens/minute");
        int before = served(group, 1);
        long each = events(GptLoadEvent.UsageReported.class).get(0).usage().total();
        int enough = (int) ((30 + each - 1) / each);

        assertThat(before + served(group, 40)).isEqualTo(enough);
        assertThat(state(group, key(1)).ruleId()).isEqualTo("budget.tokens_per_minute");
        seconds(60.5);
        assertThat(caller.chat(group).ok()).isTrue();
    }

    @Test
    void tokensAreCountedThoughNobodyElseAsksForThem() {
        GptLoad quiet = GptLoad.builder().time(time).logStateChanges(false).build();
        provider.setKey(SimulatedKey.valid(key(1)));
        Group group = quiet.define(GroupConfig.named("quiet")
                .upstream(UPSTREAM)
                .keys(key(1))
                .settings(GroupSettings.builder().keyBudgets("1 tokens/minute"))
                .build());

        assertThat(served(group, 3)).isEqualTo(1);
    }

    @Test
    void aSuccessDoesNotEndTheRest() {
        StandardGroup group = budgeted(1, "2 rpm");
        caller.chat(group);
        caller.onSend((attempt, at) -> assertThat(state(group, key(1)).state()).isEqualTo(State.COOLING));

        assertThat(caller.chat(group).ok()).isTrue(); // leased before the key rests, served after

        assertThat(state(group, key(1)).state()).isEqualTo(State.COOLING);
        assertThat(caller.chat(group).status()).isEqualTo(429);
    }

    @Test
    void aKeyIsNotProbedOutOfItsBudgetButStillOutOfWhatTheProviderSaid() {
        StandardGroup group = budgeted(2, "1 rpd");
        served(group, 2);
        seconds(300);
        assertThat(caller.chat(group).attempts()).isZero();

        provider.exhaust(key(2));
        StandardGroup other = gptLoad.define(GroupConfig.named("other")
                .upstream(UPSTREAM)
                .keys(key(1), key(2))
                .settings(GroupSettings.builder().keyBudgets("1 rph"))
                .build());
        time.advance(Duration.ofHours(1));
        served(other, 1);
        KeyRef two = KeyRef.of(key(2));
        other.adopt(
                two.hash(),
                new KeyStateChange.Rest(
                        time.instant(), null, time.instant().plus(Duration.ofHours(9)), Category.QUOTA_EXHAUSTED, "x"));
        seconds(31);
        long before = provider.calls(key(2));
        caller.chat(other);
        assertThat(provider.calls(key(2))).isEqualTo(before + 1);
    }

    @Test
    void clearingACooldownGivesAFreshWindow() {
        StandardGroup group = budgeted(1, "3 rpd");
        assertThat(served(group, 5)).isEqualTo(3);

        group.clearCooldowns(KeyRef.of(key(1)));

        assertThat(served(group, 5)).isEqualTo(3);
        group.restore(KeyRef.of(key(1)));
        assertThat(served(group, 5)).isEqualTo(3);
    }

    @Test
    void whatSomebodyClearedElsewhereIsFreshHereToo() {
        StandardGroup group = budgeted(1, "3 rpd");
        served(group, 3);
        GptLoadEvent.KeyCooled cooled = events(GptLoadEvent.KeyCooled.class).get(0);
        seconds(1);

        group.adopt(cooled.key().hash(), new KeyStateChange.RestEnd(time.instant(), null, cooled.until()));

        assertThat(served(group, 5)).isEqualTo(3);
    }

    @Test
    void aRestOfOthersForABudgetKeysDoNotHaveIsNone() {
        StandardGroup group = budgeted(1, "3 rpd");
        String hash = KeyRef.of(key(1)).hash();
        Instant later = time.instant().plusSeconds(600);

        group.adopt(
                hash,
                new KeyStateChange.Rest(
                        time.instant(), null, later, Category.RATE_LIMITED, "budget.requests_per_hour"));
        assertThat(state(group, key(1)).state()).isEqualTo(State.READY);

        group.adopt(
                hash,
                new KeyStateChange.Rest(time.instant(), null, later, Category.RATE_LIMITED, "budget.requests_per_day"));
        assertThat(state(group, key(1)).state()).isEqualTo(State.COOLING);
    }

    @Test
    void itIsSeenHowMuchIsLeft() {
        StandardGroup group = budgeted(3, "10 rpm, gpt-4o: 100 tokens/hour");
        served(group, 4);

        assertThat(state(group, key(1)).budgets())
                .extracting(BudgetUse::budget, BudgetUse::remaining, BudgetUse::until)
                .startsWith(tuple("requests/minute", 8L, Instant.parse("2026-03-01T10:01:00Z")));
        assertThat(group.budgets())
                .extracting(BudgetUse::budget, BudgetUse::limit, BudgetUse::used)
                .startsWith(tuple("requests/minute", 30L, 4L));
        assertThat(group.budgets().get(1).used()).isPositive();
        seconds(61);
        assertThat(group.budgets().get(0).remaining()).isEqualTo(30);
    }

    @Test
    void reloadingKeepsWhatWasUsed() {
        StandardGroup group = budgeted(2, "4 rpm, 100 rpd");
        assertThat(served(group, 6)).isEqualTo(6);

        budgeted(2, "5 rpm, 200 tokens/hour");
        assertThat(served(group, 40)).isEqualTo(4);
        budgeted(3, "5 rpm, 200 tokens/hour"); // another key, the same budgets
        assertThat(served(group, 40)).isEqualTo(5);
    }

    @Test
    void aSmallerBudgetHoldsAtOnceAndALargerOneEndsTheRest() {
        StandardGroup group = budgeted(1, "10 rpd");
        served(group, 6);
        budgeted(1, "5 rpd");
        assertThat(served(group, 5)).isZero();
        assertThat(state(group, key(1)).state()).isEqualTo(State.COOLING);

        budgeted(1, "8 rpd");
        assertThat(served(group, 5)).isEqualTo(2);

        budgeted(1, "");
        assertThat(served(group, 5)).isEqualTo(5);
        assertThat(group.counts()).isEqualTo(new PoolCounts(1, 0, 0));
    }

    @Test
    void everyAttemptCountsAlsoOneThatIsRefused() {
        StandardGroup group = budgeted(2, "1 rpm");
        provider.setKey(SimulatedKey.rejected(key(1)));

        assertThat(caller.chat(group).attempts()).isEqualTo(2);
        assertThat(caller.chat(group).attempts()).isZero();
        assertThat(provider.calls(key(1))).isEqualTo(1);
    }

    @Test
    void probesOfAKeyCountButAreNeverHeldUp() {
        StandardGroup group = budgeted(1, "2 rpm");
        CallRequest request = CallRequest.of("POST", VirtualCaller.CHAT)
                .body(VirtualCaller.HELLO.getBytes(StandardCharsets.UTF_8))
                .build();
        for (int i = 0; i < 3; i++) {
            assertThat(caller.run(group.probe(KeyRef.of(key(1)), request), request)
                            .ok())
                    .isTrue();
        }

        assertThat(state(group, key(1)).state()).isEqualTo(State.COOLING);
        assertThat(caller.chat(group).status()).isEqualTo(429);
    }

    @Test
    void anAggregateGoesOnInAnotherMember() {
        StandardGroup one = budgeted(1, "1 rpm");
        GroupConfig two =
                GroupConfig.named("two").upstream(UPSTREAM).keys(key(1)).build();
        gptLoad.define(two);
        AggregateGroup both = gptLoad.define(new AggregateConfig(
                "both",
                one.config().channel(),
                Arrays.asList(new AggregateConfig.Member("g", 1000), new AggregateConfig.Member("two", 1))));

        assertThat(served(both, 20)).isEqualTo(20);
    }

    @Test
    void manyThreadsNeverGetMoreThanTheBudget() throws InterruptedException {
        StandardGroup group = budgeted(5, "37 rpm, gpt-4o: 100 rph");
        AtomicInteger leased = new AtomicInteger();
        ConcurrentHashMap<KeyRef, AtomicInteger> byKey = new ConcurrentHashMap<>();
        CallRequest request = CallRequest.of("POST", VirtualCaller.CHAT)
                .body(VirtualCaller.HELLO.getBytes(StandardCharsets.UTF_8))
                .build();
        for (int minute = 1; minute <= 4; minute++) {
            Thread[] threads = new Thread[8];
            for (int t = 0; t < threads.length; t++) {
                threads[t] = new Thread(() -> {
                    for (int i = 0; i < 60; i++) {
                        if (group.newSession(request).begin() instanceof Step.Send send) {
                            leased.incrementAndGet();
                            byKey.computeIfAbsent(send.attempt().key(), k -> new AtomicInteger())
                                    .incrementAndGet();
                        }
                    }
                });
                threads[t].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            int perKey = Math.min(37 * minute, 100);
            assertThat(byKey.values()).allSatisfy(n -> assertThat(n).hasValue(perKey));
            assertThat(leased).hasValue(5 * perKey);
            seconds(60.6);
        }
    }
}
