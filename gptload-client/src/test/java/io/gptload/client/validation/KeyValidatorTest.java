package io.gptload.client.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.event.KeyRef;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeyValidatorTest {

    private final GptLoad engine = GptLoad.builder().logStateChanges(false).build();
    private final KeyValidator validator = new KeyValidator(3);
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Set<KeyRef> tried = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        validator.close();
    }

    private StandardGroup group(String name, int invalid) {
        String[] keys = new String[invalid + 1];
        for (int i = 0; i <= invalid; i++) {
            keys[i] = "sk-leakcanary-" + name + "-" + i;
        }
        StandardGroup group = engine.define(GroupConfig.named(name)
                .upstream("http://127.0.0.1:1")
                .keys(keys)
                .build());
        for (int i = 0; i < invalid; i++) {
            group.invalidate(KeyRef.of(keys[i]));
        }
        return group;
    }

    private KeyProber prober(Function<KeyRef, KeyVerdict> answer) {
        return new KeyProber() {
            @Override
            public KeyVerdict test(KeyRef key) {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                try {
                    tried.add(key);
                    return answer.apply(key);
                } finally {
                    underWay.decrementAndGet();
                }
            }

            @Override
            public void cancel() {}
        };
    }

    @Test
    void everyKeyThatIsOutIsTriedAndNoOther() {
        StandardGroup group = group("a", 30);
        ValidationResult result = validator.validate(group, prober(key -> KeyVerdict.bad("no")), 2, key -> true);
        assertThat(result).isEqualTo(new ValidationResult(30, 0, true));
        assertThat(tried).hasSize(30).doesNotContain(KeyRef.of("sk-leakcanary-a-30"));
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void keysThatAreNotWantedAreLeftAlone() {
        StandardGroup group = group("a", 5);
        KeyRef wanted = KeyRef.of("sk-leakcanary-a-3");
        ValidationResult result = validator.validate(group, prober(key -> KeyVerdict.GOOD), 2, wanted::equals);
        assertThat(result).isEqualTo(new ValidationResult(1, 1, true));
        assertThat(tried).containsExactly(wanted);
    }

    @Test
    void groupsTogetherHaveNoMoreThanTheLimitUnderWay() {
        CyclicBarrier together = new CyclicBarrier(3); // six are wanted at once, and three must come for any to end
        Function<KeyRef, KeyVerdict> meeting = key -> {
            try {
                together.await(30, TimeUnit.SECONDS);
                return KeyVerdict.bad("no");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        StandardGroup a = group("a", 15);
        StandardGroup b = group("b", 15);
        CompletableFuture<ValidationResult> other =
                CompletableFuture.supplyAsync(() -> validator.validate(b, prober(meeting), 3, key -> true));
        assertThat(validator.validate(a, prober(meeting), 3, key -> true).tried())
                .isEqualTo(15);
        assertThat(other.join().tried()).isEqualTo(15);
        assertThat(most).hasValue(3);
    }

    @Test
    void anUpstreamThatFailsForOneKeyAfterTheOtherIsLeftAlone() {
        StandardGroup group = group("a", 100);
        ValidationResult result =
                validator.validate(group, prober(key -> KeyVerdict.unknown("it is down")), 2, key -> true);
        assertThat(result.complete()).isFalse();
        assertThat(result.tried()).isBetween(10, 12);
    }

    @Test
    void nothingIsTriedOnceItIsClosed() {
        validator.close();
        ValidationResult result = validator.validate(group("a", 3), prober(key -> KeyVerdict.GOOD), 2, key -> true);
        assertThat(result).isEqualTo(new ValidationResult(0, 0, false));
    }
}
