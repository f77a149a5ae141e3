package io.gptload.client.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.VirtualTime;
import io.gptload.client.config.KeyConfig;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.internal.event.EventBus;
import io.gptload.client.policy.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyPoolTest {

    private static final String RULE = "test.rule";

    private final VirtualTime time = new VirtualTime();
    private final List<GptLoadEvent> events = new ArrayList<>();
    private KeyPool pool;

    @BeforeEach
    void threeKeys() {
        pool = new KeyPool("g", time, new EventBus(List.of(events::add)), () -> 0.0);
        define("a", "b", "c");
    }

    private void define(String... names) {
        pool.reconcile(List.of(names).stream().map(KeyPoolTest::key).toList());
    }

    private static KeyConfig key(String name) {
        return KeyConfig.of("sk-leakcanary-" + name);
    }

    private @Nullable KeyCell select(@Nullable String model) {
        KeyCell cell = pool.select(time.nanoTime(), model, null);
        if (cell != null) {
            pool.release(cell);
        }
        return cell;
    }

    private String next(@Nullable String model) {
        KeyCell cell = select(model);
        return cell == null ? "-" : cell.secret().substring("sk-leakcanary-".length());
    }

    private String next() {
        return next(null);
    }

    private KeyCell cell(String name) {
        return Objects.requireNonNull(pool.byHash(
                io.gptload.client.event.KeyRef.of(key(name).secret()).hash()));
    }

    private void cool(String name, @Nullable String model, @Nullable Duration told) {
        pool.cool(cell(name), model, told, Category.RATE_LIMITED, RULE, time.nanoTime());
    }

    @Test
    void handsKeysOutInTurn() {
        assertThat(List.of(next(), next(), next(), next())).containsExactly("a", "b", "c", "a");
    }

    @Test
    void countsAreThoseOfTheStatesWithoutACallToNoticeThem() {
        assertThat(pool.counts()).isEqualTo(new KeyPool.Counts(3, 3, 0, 3));
        cool("a", null, Duration.ofSeconds(10));
        cool("a", null, Duration.ofSeconds(20));
        cool("b", "m", Duration.ofSeconds(10));
        assertThat(pool.counts()).isEqualTo(new KeyPool.Counts(2, 3, 0, 3));
        pool.invalidate(cell("c"), RULE, time.nanoTime());
        assertThat(pool.counts()).isEqualTo(new KeyPool.Counts(1, 2, 0, 3));
        time.advance(Duration.ofSeconds(20));
        assertThat(pool.counts()).isEqualTo(new KeyPool.Counts(2, 2, 0, 3));
        define("a", "c", "d");
        assertThat(pool.counts()).isEqualTo(new KeyPool.Counts(2, 2, 0, 3));
        pool.restore(cell("c"));
        assertThat(pool.counts()).isEqualTo(new KeyPool.Counts(3, 3, 0, 3));
        pool.select(time.nanoTime(), null, null);
        assertThat(pool.inFlight()).isEqualTo(1);
    }

    @Test
    void leavesOutWhatTheCallTried() {
        Tried tried = new Tried();
        tried.add(cell("a"));
        tried.add(cell("b"));
        for (int i = 0; i < 5; i++) {
            assertThat(pool.select(time.nanoTime(), null, tried)).isEqualTo(cell("c"));
        }
        tried.add(cell("c"));
        assertThat(pool.select(time.nanoTime(), null, tried)).isNull();
    }

    @Test
    void aCoolingKeyIsLeftOutUntilItsTimeIsOver() {
        cool("b", null, Duration.ofSeconds(10));
        assertThat(List.of(next(), next(), next())).containsExactly("a", "c", "a");
        time.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(List.of(next(), next())).containsExactly("c", "a");
        time.advance(Duration.ofNanos(1));
        assertThat(List.of(next(), next(), next())).containsExactly("b", "c", "a");
        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("KeyCooled", "KeyBack");
    }

    @Test
    void aModelsCooldownLeavesOtherModelsAlone() {
        cool("a", "m1", Duration.ofSeconds(10));
        assertThat(List.of(next("m1"), next("m1"), next("m1"))).containsExactly("b", "c", "b");
        assertThat(List.of(next("m2"), next("m2"), next("m2"))).containsExactly("a", "b", "c");
        assertThat(next(null)).isEqualTo("a");
        time.advance(Duration.ofSeconds(10));
        assertThat(List.of(next("m1"), next("m1"), next("m1"))).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(pool.modelMatters()).isFalse();
    }

    @Test
    void aKeyThatCoolsForAllAndForOneModelComesBackForEachInItsTime() {
        cool("a", "m1", Duration.ofSeconds(20));
        cool("a", null, Duration.ofSeconds(10));
        time.advance(Duration.ofSeconds(10));
        assertThat(IntStream.range(0, 3).mapToObj(i -> next("m2"))).contains("a");
        assertThat(IntStream.range(0, 3).mapToObj(i -> next("m1"))).doesNotContain("a");
        time.advance(Duration.ofSeconds(10));
        assertThat(IntStream.range(0, 3).mapToObj(i -> next("m1"))).contains("a");
    }

    @Test
    void ofTwoCooldownsTheLaterCounts() {
        cool("a", null, Duration.ofSeconds(30));
        cool("a", null, Duration.ofSeconds(5));
        time.advance(Duration.ofSeconds(29));
        assertThat(IntStream.range(0, 4).mapToObj(i -> next())).doesNotContain("a");
        time.advance(Duration.ofSeconds(1));
        assertThat(IntStream.range(0, 3).mapToObj(i -> next())).contains("a");
    }

    @Test
    void withoutBeingToldACooldownDoublesFromOneSecondToAMinute() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            cool("a", null, null);
            Duration left = Duration.ofNanos(pool.nextFree(null) - time.nanoTime());
            seconds.add(left.toSeconds());
            time.advance(left);
            next();
        }
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void callsThatWereUnderWayTogetherEscalateOnce() {
        long leasedAt = time.nanoTime();
        time.advance(Duration.ofMillis(100));
        for (int i = 0; i < 10; i++) {
            pool.cool(cell("a"), null, null, Category.RATE_LIMITED, RULE, leasedAt);
        }
        assertThat(Duration.ofNanos(pool.nextFree(null) - time.nanoTime())).isEqualTo(Duration.ofSeconds(1));
        assertThat(events).hasSize(1);
    }

    @Test
    void aSuccessEndsTheEscalation() {
        cool("a", null, null);
        time.advance(Duration.ofSeconds(1));
        next();
        pool.succeeded(cell("a"), null, time.nanoTime());
        cool("a", null, null);
        assertThat(Duration.ofNanos(pool.nextFree(null) - time.nanoTime())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aSuccessOlderThanTheFailureProvesNothing() {
        long leasedAt = time.nanoTime();
        time.advance(Duration.ofMillis(1));
        cool("a", null, Duration.ofSeconds(10));
        pool.strike(cell("a"), 3, RULE, time.nanoTime());
        pool.succeeded(cell("a"), null, leasedAt);
        assertThat(cell("a").strikes()).isEqualTo(1);
        assertThat(cell("a").cooldown()).isNotNull();
    }

    @Test
    void strikesInARowMakeAKeyInvalidAndASuccessBetweenForgivesThem() {
        for (int round = 0; round < 3; round++) {
            pool.strike(cell("a"), 3, RULE, time.nanoTime());
            pool.strike(cell("a"), 3, RULE, time.nanoTime());
            time.advance(Duration.ofSeconds(1));
            pool.succeeded(cell("a"), null, time.nanoTime());
        }
        assertThat(cell("a").invalid()).isFalse();
        for (int i = 0; i < 3; i++) {
            pool.strike(cell("a"), 3, RULE, time.nanoTime());
        }
        assertThat(cell("a").invalid()).isTrue();
        assertThat(IntStream.range(0, 4).mapToObj(i -> next())).doesNotContain("a");
    }

    @Test
    void thresholdZeroNeverMakesAKeyInvalid() {
        for (int i = 0; i < 100; i++) {
            pool.strike(cell("a"), 0, RULE, time.nanoTime());
        }
        assertThat(cell("a").invalid()).isFalse();
    }

    @Test
    void forgivingTakesBackWhatAStrikeLedToButNotADefiniteMarker() {
        pool.strike(cell("a"), 1, RULE, time.nanoTime());
        pool.forgive(cell("a"));
        assertThat(cell("a").invalid()).isFalse();
        pool.invalidate(cell("b"), RULE, time.nanoTime());
        pool.forgive(cell("b"));
        assertThat(cell("b").invalid()).isTrue();
    }

    @Test
    void restoringClearsEverything() {
        pool.invalidate(cell("a"), RULE, time.nanoTime());
        cool("a", "m", Duration.ofHours(1));
        pool.restore(cell("a"));
        assertThat(IntStream.range(0, 3).mapToObj(i -> next("m"))).contains("a");
        assertThat(cell("a").strikes()).isZero();
    }

    @Test
    void whatACallFromBeforeTheRestorationReportsIsIgnored() {
        long leasedAt = time.nanoTime();
        time.advance(Duration.ofMillis(1));
        pool.restore(cell("a"));
        pool.invalidate(cell("a"), RULE, leasedAt);
        pool.strike(cell("a"), 1, RULE, leasedAt);
        pool.cool(cell("a"), null, Duration.ofHours(1), Category.QUOTA_EXHAUSTED, RULE, leasedAt);
        assertThat(IntStream.range(0, 3).mapToObj(i -> next())).contains("a");
    }

    @Test
    void keysOfOneAccountCoolTogether() {
        pool.reconcile(List.of(
                new KeyConfig("sk-leakcanary-x", "org"),
                new KeyConfig("sk-leakcanary-y", "org"),
                new KeyConfig("sk-leakcanary-z", "other")));
        pool.coolAccount(cell("x"), null, Duration.ofSeconds(5), Category.QUOTA_EXHAUSTED, RULE, time.nanoTime());
        assertThat(List.of(next(), next())).containsExactly("z", "z");
        time.advance(Duration.ofSeconds(5));
        assertThat(IntStream.range(0, 3).mapToObj(i -> next())).containsExactlyInAnyOrder("x", "y", "z");
    }

    @Test
    void redefinitionKeepsStateDropsWhatIsGoneAndReusesItsPlace() {
        cool("a", null, Duration.ofSeconds(10));
        pool.strike(cell("b"), 3, RULE, time.nanoTime());
        define("a", "b", "d");
        assertThat(cell("b").strikes()).isEqualTo(1);
        assertThat(IntStream.range(0, 4).mapToObj(i -> next())).containsOnly("b", "d");
        time.advance(Duration.ofSeconds(10));
        assertThat(IntStream.range(0, 3).mapToObj(i -> next())).containsExactlyInAnyOrder("a", "b", "d");
        define();
        assertThat(next()).isEqualTo("-");
        assertThat(pool.activeCount()).isZero();
    }

    @Test
    void growsToManyKeysAndServesThemEvenly() {
        pool.reconcile(IntStream.range(0, 10_000).mapToObj(i -> key("k" + i)).toList());
        cool("k17", null, Duration.ofSeconds(1));
        Map<String, Integer> used = new HashMap<>();
        IntStream.range(0, 9_999 * 3).forEach(i -> used.merge(next(), 1, Integer::sum));
        assertThat(used).hasSize(9_999).containsValue(3);
        assertThat(used.values()).allMatch(n -> n == 3);
    }

    @Test
    void saysWhenTheFirstKeyIsFreeForAModel() {
        cool("a", null, Duration.ofSeconds(30));
        cool("b", null, Duration.ofSeconds(20));
        cool("c", "m", Duration.ofSeconds(10));
        assertThat(pool.nextFree("m") - time.nanoTime())
                .isEqualTo(Duration.ofSeconds(10).toNanos());
        pool.clearCooldowns(cell("c"));
        cool("c", null, Duration.ofSeconds(25));
        assertThat(pool.nextFree(null) - time.nanoTime())
                .isEqualTo(Duration.ofSeconds(20).toNanos());
    }

    @Test
    void probesTheFirstToComeBackWhenThatIsFarAwayAndOnlyNowAndThen() {
        for (String name : List.of("a", "b", "c")) {
            cool(name, null, Duration.ofHours(1));
        }
        assertThat(pool.lastResort(time.nanoTime(), null)).isNull();
        time.advance(Duration.ofSeconds(31));
        KeyCell probed = pool.lastResort(time.nanoTime(), null);
        assertThat(probed).isNotNull();
        assertThat(pool.lastResort(time.nanoTime(), null)).isNull();
        pool.succeeded(probed, null, time.nanoTime());
        assertThat(select(null)).isEqualTo(probed);
    }

    @Test
    void aModelNobodyMayUseIsTriedAnyway() {
        for (String name : List.of("a", "b", "c")) {
            pool.cool(cell(name), "m", null, Category.NOT_PERMITTED, RULE, time.nanoTime());
        }
        assertThat(select("m")).isNull();
        assertThat(pool.lastResort(time.nanoTime(), "m")).isNotNull();
    }

    @Test
    void countsCallsInFlight() {
        KeyCell cell = pool.select(time.nanoTime(), null, null);
        assertThat(cell.inFlight()).isEqualTo(1);
        pool.release(cell);
        assertThat(cell.inFlight()).isZero();
    }

    @Test
    void neverPrintsAKey() {
        assertThat(cell("a").toString()).doesNotContain("leakcanary");
        assertThat(key("a").toString()).doesNotContain("leakcanary");
    }
}
