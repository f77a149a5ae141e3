package io.gptload.benchmarks;

import io.gptload.client.config.KeyBudgets;
import io.gptload.client.config.KeyConfig;
import io.gptload.client.internal.budget.BudgetPlan;
import io.gptload.client.internal.budget.BudgetSharing;
import io.gptload.client.internal.event.EventBus;
import io.gptload.client.internal.pool.KeyBudgeting;
import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.pool.KeyPool;
import io.gptload.client.internal.pool.Tried;
import io.gptload.client.policy.DailyReset;
import io.gptload.client.time.TimeSource;
import io.gptload.client.wire.Channel;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Choosing a key that has budgets: what counting requests per minute and per day adds, and a budget of tokens. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class BudgetedSelectionBenchmark {

    private static final String ENOUGH = "900000000000";

    /** How many keys the pool has. */
    @Param({"10", "100000"})
    int keys;

    private final TimeSource time = TimeSource.system();
    private final KeyPool pool = new KeyPool("benchmark", time, new EventBus(List.of()), () -> 0.5);
    private final Tried tried = new Tried();

    /** Fills the pool. */
    @Setup
    public void fill() {
        pool.reconcile(IntStream.range(0, keys)
                .mapToObj(i -> KeyConfig.of("sk-benchmark-%08d".formatted(i)))
                .toList());
        KeyBudgets budgets = KeyBudgets.parse("%1$s rpm, %1$s rpd, %1$s tpm".formatted(ENOUGH));
        DailyReset daily = DailyReset.of(Channel.OPENAI, null);
        pool.budget(new BudgetPlan("benchmark", budgets, daily, time, new BudgetSharing()));
        for (int i = 0; i < keys; i++) {
            selectAndRelease(); // counters are made when a key is first used
        }
    }

    /** As a session does it: reads the clock, takes a key and its permits, gives the key back. */
    @Benchmark
    public KeyCell selectAndRelease() {
        KeyBudgeting budgeting = Objects.requireNonNull(pool.budgeting());
        KeyCell cell = Objects.requireNonNull(budgeting.select(time.nanoTime(), null, tried));
        pool.release(cell);
        return cell;
    }
}
