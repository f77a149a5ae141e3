package io.gptload.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** The gateway beside nginx: throughput, CPU and latency of both for the same load, and their ratios. */
public final class Compare {

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final int STEADY_CONNECTIONS = 32;
    private static final List<Target> PROXIES = List.of(Target.NGINX, Target.GATEWAY);

    private final CompareOptions options;
    private final Testbed testbed;
    private final Wrk wrk;

    private Compare(CompareOptions options, Testbed testbed, Wrk wrk) {
        this.options = options;
        this.testbed = testbed;
        this.wrk = wrk;
    }

    /** Compares; the exit status is 1 if anything failed, and 2 if an option is wrong. */
    public static void main(String... args) throws Exception {
        CompareOptions options;
        try {
            options = CompareOptions.parse(new Arguments(Set.of("full"), args));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + CompareOptions.USAGE);
            System.exit(2);
            return;
        }
        try (Workplace place = new Workplace();
                Testbed testbed = new Testbed(place, options)) {
            new Compare(options, testbed, new Wrk(place, options.loadCore())).run();
        } catch (IllegalStateException | IOException | ExecutionException e) {
            System.err.println("FAILED: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException, ExecutionException {
        System.out.printf(
                "JVM of the gateway: %s %s%n", System.getProperty("java.version"), String.join(" ", options.jvm()));
        if (!options.warmUp().isZero()) {
            wrk.run(endpoint(Target.GATEWAY, options.cases().get(0)), usage(Target.GATEWAY), options.warmUp());
        }
        Map<Payload, List<LoadCase>> byPayload = options.cases().stream()
                .collect(Collectors.groupingBy(LoadCase::payload, LinkedHashMap::new, Collectors.toList()));
        for (List<LoadCase> cases : byPayload.values()) {
            fullLoad(cases);
        }
        if (options.rate() > 0) {
            steadyLoad(options.cases().get(0));
        }
        System.out.printf(
                "%nMemory now: nginx %d MB, gateway %d MB%n",
                usage(Target.NGINX).residentMegabytes(), usage(Target.GATEWAY).residentMegabytes());
    }

    /** Cases that differ in the number of keys alone take turns, for the JVM gets faster all the time. */
    private void fullLoad(List<LoadCase> cases) throws IOException, InterruptedException {
        Map<LoadCase, Comparison> comparisons = new LinkedHashMap<>();
        for (LoadCase load : cases) {
            wrk.run(endpoint(Target.NGINX, load), usage(Target.NGINX), SHORT);
            if (!options.caseWarmUp().isZero()) {
                wrk.run(endpoint(Target.GATEWAY, load), usage(Target.GATEWAY), options.caseWarmUp());
            }
        }
        for (int i = 0; i < options.rounds(); i++) {
            for (LoadCase load : cases) {
                for (Target target : PROXIES) {
                    comparisons
                            .computeIfAbsent(load, added -> new Comparison())
                            .add(target, wrk.run(endpoint(target, load), usage(target), options.round()));
                }
            }
        }
        comparisons.forEach((load, comparison) ->
                comparison.print(load + ", " + load.payload().connections() + " connections"));
        int fewest = cases.get(0).keys();
        List<Comparison> measured = List.copyOf(comparisons.values());
        for (int i = 1; i < measured.size(); i++) {
            System.out.printf(
                    "%nThe gateway with %,d keys / with %,d, CPU: %s%n",
                    cases.get(i).keys(), fewest, measured.get(i).cpuBeside(measured.get(0)));
        }
    }

    private void steadyLoad(LoadCase load) throws IOException, InterruptedException, ExecutionException {
        SteadyLoad steady = new SteadyLoad(options.rate(), STEADY_CONNECTIONS, options.round());
        for (Target target : Target.values()) {
            steady.run(endpoint(target, load), usage(target));
        }
        Comparison comparison = new Comparison();
        for (int i = 0; i < options.rounds(); i++) {
            for (Target target : Target.values()) {
                comparison.add(target, steady.run(endpoint(target, load), usage(target)));
            }
        }
        comparison.print(load + ", " + options.rate() + " requests/s intended");
        comparison.printAdded();
    }

    private Endpoint endpoint(Target target, LoadCase load) {
        return testbed.endpoint(target, load);
    }

    private ProcessUsage usage(Target target) {
        return testbed.usage(target);
    }
}
