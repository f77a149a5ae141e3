package io.gptload.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.VirtualCaller.Reply;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.simulator.SimulatedKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class EngineConcurrencyTest extends EngineTestBase {

    private static final int KEYS = 100;
    private static final int CALLS = 10_000;
    private static final int THREADS = 64;

    @Test
    void everyCallIsAccountedForWhileKeysDieCoolAndComeBackAndTheGroupIsRedefined() throws Exception {
        StandardGroup group = healthyGroup(KEYS);
        Map<KeyRef, GptLoadEvent.KeyCooled> cooling = new ConcurrentHashMap<>();
        LongAdder usedWhileCooling = new LongAdder();
        GptLoad engine = GptLoad.builder()
                .time(time)
                .logStateChanges(false)
                .listener(event -> {
                    if (event instanceof GptLoadEvent.KeyCooled cooled) {
                        cooling.put(cooled.key(), cooled);
                    } else if (event instanceof GptLoadEvent.KeyBack back) {
                        cooling.remove(back.key());
                    }
                })
                .build();
        StandardGroup shared = engine.define(group.config());
        Map<KeyRef, LongAdder> used = new ConcurrentHashMap<>();
        VirtualCaller callers = new VirtualCaller(time, provider).onSend((attempt, askedAt) -> {
            used.computeIfAbsent(attempt.key(), key -> new LongAdder()).increment();
            GptLoadEvent.KeyCooled cooled = cooling.get(attempt.key());
            if (cooled != null && askedAt.isAfter(cooled.at()) && time.instant().isBefore(cooled.until())) {
                usedWhileCooling.increment();
            }
        });

        AtomicInteger next = new AtomicInteger();
        List<Reply> replies = Collections.synchronizedList(new ArrayList<>());
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> workers = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            workers.add(pool.submit(() -> {
                start.await();
                for (int call = next.getAndIncrement(); call < CALLS; call = next.getAndIncrement()) {
                    disturb(shared, call);
                    replies.add(callers.chat(shared));
                    time.advance(Duration.ofMillis(1));
                }
                return null;
            }));
        }
        start.countDown();
        for (Future<?> worker : workers) {
            worker.get();
        }
        pool.shutdown();

        assertThat(replies).hasSize(CALLS).allMatch(Reply::ok);
        assertThat(replies.stream().mapToInt(Reply::attempts).sum()).isEqualTo((int) provider.calls());
        assertThat(usedWhileCooling.sum()).isZero();
        assertThat(shared.explain(null).keys()).allMatch(key -> key.inFlight() == 0);
        // Keys 41 to 100 were healthy throughout.
        IntSummaryStatistics use = Arrays.stream(keys(KEYS))
                .skip(40)
                .mapToInt(key -> used.get(KeyRef.of(key)).intValue())
                .summaryStatistics();
        assertThat((double) use.getMax() / use.getMin()).isLessThanOrEqualTo(1.1);
        // Keys 1 to 20 died and were restored, 21 to 40 were limited for a while: all come back.
        shared.explain(null).keys(Explanation.State.INVALID).forEach(key -> shared.restore(key.key()));
        time.advance(Duration.ofMinutes(1));
        assertThat(shared.explain(null).keys(Explanation.State.READY)).hasSize(KEYS);
    }

    /** Keys 1 to 20 die for a while, keys 21 to 40 are limited for a while, and every 200 calls the group is replaced. */
    private void disturb(StandardGroup shared, int call) {
        if (call % 200 == 100) {
            shared.runtime().redefine(shared.config());
        }
        if (call % 250 == 0) {
            int n = call / 250 % 20 + 1;
            provider.setKey(SimulatedKey.invalid(key(n)));
            provider.setKey(SimulatedKey.limited(key(20 + n), 3, Duration.ofMillis(700)));
        } else if (call % 250 == 200) {
            int n = call / 250 % 20 + 1;
            provider.setKey(SimulatedKey.valid(key(n)));
            provider.setKey(SimulatedKey.valid(key(20 + n)));
            shared.restore(KeyRef.of(key(n)));
        }
    }
}
