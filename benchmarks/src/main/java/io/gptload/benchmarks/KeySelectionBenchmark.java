package io.gptload.benchmarks;

import io.gptload.client.config.KeyConfig;
import io.gptload.client.internal.event.EventBus;
import io.gptload.client.internal.pool.KeyCell;
import io.gptload.client.internal.pool.KeyPool;
import io.gptload.client.policy.Category;
import io.gptload.client.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
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

/** Takes a key from a pool and gives it back. The cost must not depend on how many keys there are or how many cool. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class KeySelectionBenchmark {

    /** Which keys cool, until long after the benchmark. */
    public enum Cooling {
        /** None. */
        NONE,
        /** Half of them, scattered at random; of a single key, none. */
        HALF
    }

    /** How many keys the pool has. */
    @Param({"1", "10", "1000", "100000", "1000000"})
    int keys;

    /** Which of them cool. */
    @Param
    Cooling cooling = Cooling.NONE;

    private final TimeSource time = TimeSource.system();
    private final long fixedNow = time.nanoTime();
    private final KeyPool pool = new KeyPool("benchmark", time, new EventBus(List.of()), () -> 0.5);

    /** Fills the pool. */
    @Setup
    public void fill() {
        pool.reconcile(IntStream.range(0, keys)
                .mapToObj(i -> KeyConfig.of("sk-benchmark-%08d".formatted(i)))
                .toList());
        if (cooling == Cooling.HALF) {
            List<KeyCell> cells = new ArrayList<>(pool.cells());
            Collections.shuffle(cells, new Random(42));
            cells.subList(0, keys / 2)
                    .forEach(cell -> pool.cool(
                            cell, null, Duration.ofHours(24), Category.RATE_LIMITED, "benchmark", time.nanoTime()));
        }
    }

    /** As a session does it: reads the clock, takes a key, gives it back. */
    @Benchmark
    public KeyCell selectAndRelease() {
        return selectAndReleaseAt(time.nanoTime());
    }

    /** The same without the clock. */
    @Benchmark
    public KeyCell selectAndReleaseAtKnownTime() {
        return selectAndReleaseAt(fixedNow);
    }

    private KeyCell selectAndReleaseAt(long now) {
        KeyCell cell = Objects.requireNonNull(pool.select(now, null, null));
        pool.release(cell);
        return cell;
    }
}
