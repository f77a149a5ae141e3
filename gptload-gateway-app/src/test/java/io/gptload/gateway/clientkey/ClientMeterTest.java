package io.gptload.gateway.clientkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.store.jdbc.ClientUsage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClientMeterTest {

    private Instant now = Instant.parse("2026-03-01T23:59:58.500Z");
    private final ClientMeter meter = new ClientMeter(1, () -> now);

    @Test
    void aNewDayBeginsWithNothingAndTheOldOneIsKeptUntilItIsWritten() {
        UsageDay first = meter.today();
        assertThat(first.takeRequest(1)).isTrue();
        assertThat(first.takeRequest(1)).isFalse();
        assertThat(meter.secondsOfDayLeft()).isEqualTo(2);
        now = now.plus(Duration.ofSeconds(2));
        assertThat(meter.secondsOfDayLeft()).isEqualTo(86_400);
        assertThat(meter.today().takeRequest(1)).isTrue();
        assertThat(meter.past()).containsExactly(first);
        assertThat(first.unwritten()).isEqualTo(new ClientUsage(1, 0, 0, 0));
        meter.forget(first);
        assertThat(meter.past()).isEmpty();
        assertThat(meter.isWritten()).isFalse();
    }

    @Test
    void whatOthersUsedCountsAndWhatWasWrittenIsNotCountedTwice() {
        UsageDay day = meter.today();
        for (int i = 0; i < 3; i++) {
            assertThat(day.takeRequest(10)).isTrue();
        }
        day.countTokens(5, 6);
        ClientUsage first = day.unwritten();
        assertThat(first).isEqualTo(new ClientUsage(3, 0, 5, 6));
        assertThat(day.takeRequest(10)).isTrue(); // while it is being written
        day.written(first);
        day.stored(new ClientUsage(8, 2, 105, 6)); // others: 5 calls, 100 tokens
        assertThat(day.unwritten()).isEqualTo(new ClientUsage(1, 0, 0, 0));
        assertThat(day.tokens()).isEqualTo(111);
        assertThat(day.takeRequest(10)).isTrue();
        assertThat(day.takeRequest(10)).isFalse();
        day.giveRequestBack();
        assertThat(day.takeRequest(10)).isTrue();
    }

    @Test
    void manyAtOnceTakeNotOneTooMany() throws InterruptedException {
        UsageDay day = meter.today();
        AtomicInteger taken = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            threads.execute(() -> {
                for (int call = 0; call < 1000; call++) {
                    if (day.takeRequest(5000)) {
                        taken.incrementAndGet();
                    }
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(taken).hasValueLessThanOrEqualTo(5000);
        assertThat(day.unwritten().requests()).isEqualTo(taken.get());
        while (day.takeRequest(5000)) {
            taken.incrementAndGet();
        }
        assertThat(taken).hasValue(5000);
    }

    @Test
    void anotherLimitOfAMinuteActsAtOnce() {
        meter.limit(1);
        assertThat(meter.secondsUntilNextCall()).isZero();
        assertThat(meter.secondsUntilNextCall()).isBetween(1L, 60L);
        meter.limit(0);
        assertThat(meter.secondsUntilNextCall()).isZero();
        meter.limit(2);
        assertThat(meter.secondsUntilNextCall()).isZero();
        assertThat(meter.secondsUntilNextCall()).isZero();
        assertThat(meter.secondsUntilNextCall()).isPositive();
    }

    @Test
    void thereIsAnEndToLabels() {
        ClientMetrics metrics = new ClientMetrics(new SimpleMeterRegistry());
        for (int i = 0; i < ClientMetrics.MOST_NAMES; i++) {
            metrics.of("client-" + i);
        }
        assertThat(label(metrics.of("client-7"))).isEqualTo("client-7");
        assertThat(label(metrics.of("one-more"))).isEqualTo(ClientMetrics.OTHERS);
        assertThat(metrics.of("one-more")).isSameAs(metrics.of("and-another"));
    }

    private static String label(ClientCounters counters) {
        return String.valueOf(counters.admitted().getId().getTag("client"));
    }
}
