package io.gptload.client.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gptload.client.VirtualTime;
import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.KeyConfig;
import io.gptload.client.config.KeyOptions;
import io.gptload.client.event.KeyRef;
import io.gptload.client.internal.event.EventBus;
import io.gptload.client.policy.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyOptionsTest {

    private static final KeyOptions PLAIN = KeyOptions.DEFAULTS;

    private final VirtualTime time = new VirtualTime();
    private final KeyPool pool = new KeyPool("g", time, new EventBus(java.util.List.of()), () -> 0.0);

    private static KeyConfig key(String name, KeyOptions options) {
        return new KeyConfig("sk-leakcanary-" + name, options);
    }

    private void define(KeyConfig... keys) {
        pool.reconcile(Arrays.asList(keys));
    }

    private KeyCell cell(String name) {
        return Objects.requireNonNull(
                pool.byHash(KeyRef.of("sk-leakcanary-" + name).hash()));
    }

    private String next(@Nullable String model) {
        KeyCell cell = pool.select(time.nanoTime(), model, null);
        if (cell == null) {
            return "-";
        }
        pool.release(cell);
        return cell.secret().substring("sk-leakcanary-".length());
    }

    private Map<String, Integer> taken(int calls, @Nullable String model) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < calls; i++) {
            counts.merge(next(model), 1, Integer::sum);
        }
        return counts;
    }

    private void cool(String name, @Nullable String model, int seconds) {
        pool.cool(cell(name), model, Duration.ofSeconds(seconds), Category.RATE_LIMITED, "rule", time.nanoTime());
    }

    @Test
    void aTierIsTakenOnlyWhileNoBetterOneHasAReadyKey() {
        define(
                key("paid", PLAIN.withTier(3)),
                key("free1", PLAIN),
                key("free2", PLAIN),
                key("cheap", PLAIN.withTier(2)));
        assertThat(taken(10, null)).containsOnly(Map.entry("free1", 5), Map.entry("free2", 5));
        cool("free1", null, 10);
        cool("free2", "m", 20);
        assertThat(taken(10, null)).containsOnly(Map.entry("free2", 10));
        assertThat(taken(10, "m")).containsOnly(Map.entry("cheap", 10));
        pool.invalidate(cell("cheap"), "rule", time.nanoTime());
        assertThat(taken(10, "m")).containsOnly(Map.entry("paid", 10));
        time.advance(Duration.ofSeconds(10));
        assertThat(taken(10, "m")).containsOnly(Map.entry("free1", 10));
    }

    @Test
    void aCallThatTriedABetterTierGoesOnInTheNext() {
        define(key("paid", PLAIN.withTier(2)), key("free", PLAIN));
        Tried tried = new Tried();
        tried.add(cell("free"));
        assertThat(pool.select(time.nanoTime(), null, tried)).isEqualTo(cell("paid"));
        tried.add(cell("paid"));
        assertThat(pool.select(time.nanoTime(), null, tried)).isNull();
    }

    @Test
    void keysShareCallsByWeightAndTheSharesOfThoseThatRestGoToTheOthers() {
        define(key("a", PLAIN.withWeight(5)), key("b", PLAIN.withWeight(3)), key("c", PLAIN), key("d", PLAIN));
        Map<String, Integer> first = taken(1000, null);
        assertThat(first.get("a")).isCloseTo(500, within(10));
        assertThat(first.get("b")).isCloseTo(300, within(10));
        assertThat(first.get("c")).isCloseTo(100, within(10));
        assertThat(first.get("d")).isCloseTo(100, within(10));
        cool("a", null, 10);
        Map<String, Integer> second = taken(1000, null);
        assertThat(second.get("b")).isCloseTo(600, within(10));
        assertThat(second).doesNotContainKey("a");
        cool("b", "m", 20);
        assertThat(taken(1000, "m").get("c")).isCloseTo(500, within(10));
        time.advance(Duration.ofSeconds(20));
        assertThat(taken(1000, "m").get("a")).isCloseTo(500, within(10));
    }

    @Test
    void everyWeightKeepsItsShareAmongManyKeys() {
        Random random = new Random(7);
        KeyConfig[] keys = new KeyConfig[300];
        int total = 0;
        for (int i = 0; i < keys.length; i++) {
            int weight = 1 + random.nextInt(KeyOptions.MOST_WEIGHT);
            total += weight;
            keys[i] = key("k" + i, PLAIN.withWeight(weight));
        }
        define(keys);
        Map<String, Integer> taken = taken(10 * total, null);
        for (KeyConfig each : keys) {
            assertThat(taken.get(each.secret().substring("sk-leakcanary-".length())))
                    .isCloseTo(10 * each.options().weight(), within(12));
        }
    }

    @Test
    void aChangeOfTierOrWeightHoldsAtOnceAndKeepsWhatIsKnownOfTheKey() {
        define(key("a", PLAIN), key("b", PLAIN));
        cool("a", null, 10);
        define(key("a", PLAIN.withWeight(9)), key("b", PLAIN.withTier(2)));
        assertThat(taken(3, null)).containsOnly(Map.entry("b", 3));
        time.advance(Duration.ofSeconds(10));
        assertThat(taken(3, null)).containsOnly(Map.entry("a", 3));
        define(key("a", PLAIN.withTier(2)), key("b", PLAIN.withTier(2)));
        assertThat(taken(4, null)).containsOnly(Map.entry("a", 2), Map.entry("b", 2));
    }

    @Test
    void aDisabledKeyIsNotTakenUntilItIsEnabled() {
        define(key("a", PLAIN), key("b", PLAIN.withDisabledUntil(Instant.MAX)));
        assertThat(taken(4, null)).containsOnly(Map.entry("a", 4));
        assertThat(pool.counts()).isEqualTo(new KeyPool.Counts(1, 1, 1, 2));
        cool("b", null, 10);
        cool("a", null, 3600);
        assertThat(pool.nextFree(null))
                .isEqualTo(time.nanoTime() + Duration.ofHours(1).toNanos());
        pool.invalidate(cell("b"), "rule", time.nanoTime());
        assertThat(pool.counts()).isEqualTo(new KeyPool.Counts(0, 1, 1, 2));
        pool.restore(cell("b"));
        define(key("a", PLAIN), key("b", PLAIN));
        assertThat(next(null)).isEqualTo("b");
        assertThat(pool.counts()).isEqualTo(new KeyPool.Counts(1, 2, 0, 2));
    }

    @Test
    void aKeyThatIsDisabledForAWhileComesBackByItselfUnlessItRests() {
        Instant end = time.instant().plusSeconds(60);
        define(key("a", PLAIN.withDisabledUntil(end)), key("b", PLAIN.withDisabledUntil(end)));
        cool("b", null, 90);
        assertThat(next(null)).isEqualTo("-");
        time.advance(Duration.ofSeconds(59));
        assertThat(next(null)).isEqualTo("-");
        time.advance(Duration.ofSeconds(1));
        assertThat(taken(2, null)).containsOnly(Map.entry("a", 2));
        time.advance(Duration.ofSeconds(30));
        assertThat(taken(2, null)).containsOnly(Map.entry("a", 1), Map.entry("b", 1));
        assertThat(pool.counts()).isEqualTo(new KeyPool.Counts(2, 2, 0, 2));
    }

    @Test
    void anEndThatIsMovedCountsAsItIsNow() {
        define(key("a", PLAIN.withDisabledUntil(time.instant().plusSeconds(60))));
        define(key("a", PLAIN.withDisabledUntil(time.instant().plusSeconds(120))));
        time.advance(Duration.ofSeconds(60));
        assertThat(next(null)).isEqualTo("-");
        time.advance(Duration.ofSeconds(60));
        assertThat(next(null)).isEqualTo("a");
        define(key("a", PLAIN.withDisabledUntil(time.instant().minusSeconds(1))));
        assertThat(next(null)).isEqualTo("a");
    }

    @Test
    void whatIsOutOfRangeIsRefusedByName() {
        assertThatThrownBy(() -> PLAIN.withTier(0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tier");
        assertThatThrownBy(() -> PLAIN.withTier(10)).hasMessageContaining("from 1 to 9");
        assertThatThrownBy(() -> PLAIN.withWeight(101)).hasMessageContaining("keys.weight", "from 1 to 100");
        assertThatThrownBy(() -> PLAIN.withAccount(" ")).hasMessageContaining("keys.account");
    }
}
