package io.gptload.client.internal.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.VirtualTime;
import io.gptload.client.config.KeyBudget;
import io.gptload.client.config.KeyBudgets;
import io.gptload.client.policy.DailyReset;
import io.gptload.client.state.BudgetSlices;
import io.gptload.client.time.TimeSource;
import io.gptload.client.wire.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes use up one budget, whose answers come late, or never. Whatever the order, the bounds hold. */
class SlicesOfBudgetsTest {

    private final VirtualTime time = new VirtualTime();
    private final Map<String, Long> taken = new HashMap<>();
    private final Deque<BudgetSlices.Request> asked = new ArrayDeque<>();
    private final List<Purse> nodes = new ArrayList<>();
    private long[] used = {};

    /** What all of them take from; it answers when the test says so. */
    private final class Store implements BudgetSlices {

        @Override
        public void ask(Request request) {
            asked.add(request);
        }

        @Override
        public void forget(String window) {
            taken.remove(window);
        }

        @Override
        public int processes() {
            return nodes.size();
        }

        @Override
        public Figures figures() {
            return new Figures(0, 0);
        }
    }

    private void start(int processes, String budgets) {
        BudgetSharing sharing = new BudgetSharing();
        sharing.use(new Store());
        BudgetPlan plan =
                new BudgetPlan("g", KeyBudgets.parse(budgets), DailyReset.of(Channel.OPENAI, null), time, sharing);
        for (int i = 0; i < processes; i++) {
            nodes.add(new Purse(plan, "key", null));
        }
        used = new long[processes];
    }

    private Permit call(int node) {
        Permit permit = nodes.get(node).take(null, time.nanoTime());
        used[node] += permit == Permit.TAKEN || permit == Permit.LAST ? 1 : 0;
        return permit;
    }

    private void answerOne() {
        BudgetSlices.Request request = asked.poll();
        if (request != null) {
            long left = request.limit() - taken.getOrDefault(request.window(), 0L);
            long slice = Math.max(0, Math.min(left, request.amount()));
            taken.merge(request.window(), slice, Long::sum);
            request.granted(slice);
        }
    }

    private long total() {
        return Arrays.stream(used).sum();
    }

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void togetherTheyUseItUpAndExceedItByASliceEachAtMost(int seed) {
        Random random = new Random(seed);
        int processes = 1 + random.nextInt(4);
        long limit = 1 + random.nextInt(random.nextBoolean() ? 10 : 300);
        long slice = SharedPeriod.slice(limit);
        start(processes, limit + " requests/hour");

        for (int i = 0; i < 2000; i++) {
            if (random.nextInt(3) == 0) {
                answerOne();
            } else {
                call(random.nextInt(processes));
            }
        }
        for (int idle = 0; idle < 3; idle++) { // whoever still hopes for more asks, and is answered
            for (int node = 0; node < processes; node++) {
                call(node);
            }
            while (!asked.isEmpty()) {
                answerOne();
            }
        }

        assertThat(total()).isBetween(limit - processes * slice, limit + processes * slice);
        if (processes == 1) {
            assertThat(total()).isEqualTo(limit);
        }
        assertThat(taken.values()).allMatch(sum -> sum <= limit);
        for (int node = 0; node < processes; node++) {
            assertThat(call(node)).isEqualTo(Permit.SPENT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void thoseWhoAreNotAnsweredUseAnEqualShare(int processes) {
        start(processes, "100 requests/hour");
        for (int node = 0; node < processes; node++) {
            call(node);
        }
        time.advance(Duration.ofMillis(251));
        if (processes % 2 == 0) { // no answer at all, or that there is none
            asked.forEach(BudgetSlices.Request::failed);
        }
        long share = (100 + processes - 1) / processes;
        for (int node = 0; node < processes; node++) {
            for (int i = 0; i < 200; i++) {
                assertThat(call(node)).isNotEqualTo(Permit.PENDING);
            }
            assertThat(used[node]).isEqualTo(Math.max(share, SharedPeriod.slice(100)));
        }
    }

    @Test
    void whoWasNotAnsweredAsksAgainAfterASecondAndIsBoundAsBefore() {
        start(2, "100 requests/hour");
        call(0);
        asked.poll().failed();
        for (int i = 0; i < 20; i++) {
            call(0);
        }
        assertThat(asked).isEmpty();
        time.advance(Duration.ofMillis(1001));
        call(0);
        assertThat(asked).hasSize(1);
        assertThat(asked.peek().amount()).isEqualTo(22 + SharedPeriod.slice(100));

        answerOne();
        taken.replaceAll((window, sum) -> 100L); // the other took the rest
        for (int i = 0; i < 20; i++) {
            call(0);
            answerOne();
        }
        assertThat(used[0]).isBetween(27L, 27 + SharedPeriod.slice(100));
    }

    @Test
    void whatAnotherBeganAnewIsNotAskedForTooSoon() {
        start(2, "10 requests/hour");
        while (call(0) != Permit.SPENT || call(1) != Permit.SPENT) {
            answerOne();
        }
        used = new long[2];

        nodes.get(1).reset(time.nanoTime(), false); // hears of it first
        call(1);
        assertThat(asked).isEmpty();
        nodes.get(0).reset(time.nanoTime(), true);
        for (int i = 0; i < 20; i++) {
            call(1);
        }
        assertThat(used[1]).isEqualTo(1);
        time.advance(Duration.ofMillis(101));
        while (call(0) != Permit.SPENT || call(1) != Permit.SPENT) {
            answerOne();
        }
        assertThat(total()).isBetween(8L, 12L);
    }

    @Test
    void aWindowThatEndedIsForgotten() {
        start(1, "10 requests/minute");
        for (int i = 0; i < 12; i++) {
            call(0);
            answerOne();
        }
        assertThat(used[0]).isEqualTo(10);
        time.advance(Duration.ofMinutes(1));
        assertThat(call(0)).isEqualTo(Permit.TAKEN);
        assertThat(taken).hasSize(1);
        answerOne();
        assertThat(taken).hasSize(2);
    }

    @Test
    void tokensThatWereNotForeseenAreTakenAfterwards() {
        start(2, "1000 tokens/minute");
        assertThat(call(0)).isEqualTo(Permit.TAKEN);
        nodes.get(0).use(KeyBudget.Unit.TOKENS, 400, null, time.nanoTime());
        assertThat(asked.peek().amount()).isEqualTo(450);
        assertThat(call(0)).isEqualTo(Permit.PENDING);
        answerOne();
        assertThat(call(0)).isEqualTo(Permit.TAKEN);
        nodes.get(1).use(KeyBudget.Unit.TOKENS, 700, null, time.nanoTime());
        while (!asked.isEmpty()) {
            answerOne();
        }
        assertThat(call(1)).isEqualTo(Permit.SPENT);
    }

    /** Monotonic time runs on while the wall clock is set back by that much. */
    @ParameterizedTest
    @ValueSource(longs = {1, 1500})
    void aClockThatIsSetBackALittleGivesNoWindowTwice(long millis) {
        AtomicLong back = new AtomicLong();
        TimeSource clock = new TimeSource() {
            @Override
            public long nanoTime() {
                return time.nanoTime();
            }

            @Override
            public Instant instant() {
                return time.instant().minusMillis(back.get());
            }
        };
        Purse purse = new Purse(
                new BudgetPlan(
                        "g",
                        KeyBudgets.parse("1 rpm"),
                        DailyReset.of(Channel.OPENAI, null),
                        clock,
                        new BudgetSharing()),
                "key",
                null);
        assertThat(purse.take(null, clock.nanoTime())).isEqualTo(Permit.LAST);
        back.set(millis);
        time.advance(Duration.ofMinutes(1));

        assertThat(purse.take(null, clock.nanoTime())).isEqualTo(Permit.LAST);
        time.advance(Duration.ofMillis(millis));
        assertThat(purse.take(null, clock.nanoTime())).isEqualTo(Permit.SPENT);
    }
}
