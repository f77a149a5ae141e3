package io.gptload.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs what the design sets a bar for, and prints it as tables: the figures of the README. Takes seven minutes. */
public final class Figures {

    private static final String[] NO_KEYS_GIVEN = {};

    private Figures() {}

    /** Runs them on the JVM it is started with. */
    public static void main(String... args) throws RunnerException {
        System.out.printf(
                "JDK %s, %d processors%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors());
        List<RunResult> selection = new ArrayList<>();
        selection.addAll(run("KeySelectionBenchmark.selectAndRelease$", 1, NO_KEYS_GIVEN));
        selection.addAll(run("KeySelectionBenchmark.selectAndReleaseAtKnownTime$", 1, NO_KEYS_GIVEN, "cooling=NONE"));
        print("Key selection, 1 thread", selection);
        flatness(selection);
        print(
                "Key selection, 8 threads",
                run("KeySelectionBenchmark.selectAndRelease$", 8, new String[] {"1", "1000000"}, "cooling=NONE"));
        List<RunResult> calls = new ArrayList<>();
        calls.addAll(run("CallOverheadBenchmark.call", 1, NO_KEYS_GIVEN, "events=OFF"));
        calls.addAll(run("CallOverheadBenchmark.call$", 1, NO_KEYS_GIVEN, "model=IGNORED", "events=LOG"));
        calls.addAll(run("CallOverheadBenchmark.call$", 1, NO_KEYS_GIVEN, "model=IGNORED", "events=LISTENER"));
        calls.addAll(run("CallOverheadBenchmark.failover", 1, NO_KEYS_GIVEN, "model=IGNORED", "events=OFF"));
        print("A call", calls);
    }

    private static Collection<RunResult> run(String benchmark, int threads, String[] keys, String... params)
            throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark)
                .threads(threads)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
        if (keys.length > 0) {
            options.param("keys", keys);
        }
        for (String param : params) {
            String[] nameAndValue = param.split("=", 2);
            options.param(nameAndValue[0], nameAndValue[1]);
        }
        return new Runner(options.build()).run();
    }

    private static void print(String title, Collection<RunResult> results) {
        System.out.printf("%n%s%n%n| what | median ns | best ns | B/op |%n|---|---|---|---|%n", title);
        for (RunResult result : results) {
            Statistics time = result.getPrimaryResult().getStatistics();
            Result<?> garbage = result.getSecondaryResults().get("gc.alloc.rate.norm");
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.0f |%n",
                    label(result),
                    time.getPercentile(50),
                    time.getMin(),
                    garbage == null ? Double.NaN : garbage.getScore());
        }
    }

    private static String label(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.') + 1) + " "
                + result.getParams().getParamsKeys().stream()
                        .map(name -> name + "=" + result.getParams().getParam(name))
                        .collect(Collectors.joining(", "));
    }

    private static void flatness(Collection<RunResult> selection) {
        System.out.println();
        for (String cooling : List.of("NONE", "HALF")) {
            Double one = median(selection, "1", cooling);
            Double million = median(selection, "1000000", cooling);
            if (one != null && million != null) {
                System.out.printf(
                        Locale.ROOT, "1,000,000 keys cost %.2f times one key (cooling: %s)%n", million / one, cooling);
            }
        }
    }

    private static @Nullable Double median(Collection<RunResult> selection, String keys, String cooling) {
        return selection.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("selectAndRelease"))
                .filter(result -> result.getParams().getParam("keys").equals(keys)
                        && result.getParams().getParam("cooling").equals(cooling))
                .map(result -> result.getPrimaryResult().getStatistics().getPercentile(50))
                .findFirst()
                .orElse(null);
    }
}
