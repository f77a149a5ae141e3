package io.gptload.samples.shared;

import io.gptload.client.PoolCounts;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A gateway and two services on one database file. What one of them finds out about a key the others know a second or two
 * later, and a key that is added at the gateway is used by all.
 */
public final class SharedPoolSample {

    private static final String GROUP = "openai";
    private static final String DEAD = "sk-leakcanary-dead-00001";
    private static final String LIMITED = "sk-leakcanary-limited-01";
    private static final String HEALTHY = "sk-leakcanary-healthy-01";
    private static final String ADDED = "sk-leakcanary-healthy-02";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String QUESTION =
            "{\"model\":\"gpt-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}";

    private final PrintStream out;
    private final ProviderSimulator provider;
    private final Gateway gateway;
    private final List<Service> services;
    private int asked;
    private int answered;

    private SharedPoolSample(PrintStream out, ProviderSimulator provider, Gateway gateway, List<Service> services) {
        this.out = out;
        this.provider = provider;
        this.gateway = gateway;
        this.services = services;
    }

    /** Runs the sample; the exit status says whether the pool was one. */
    public static void main(String... args) throws Exception {
        Path folder = Files.createTempDirectory("gptload-shared-pool");
        boolean succeeded;
        try {
            succeeded = run(folder, System.out);
        } finally {
            delete(folder);
        }
        System.exit(succeeded ? 0 : 1);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    static boolean run(Path folder, PrintStream out) throws IOException, InterruptedException {
        Path database = folder.resolve("gpt-load.db");
        ProviderSimulator provider = ProviderSimulator.builder()
                .keys(
                        SimulatedKey.invalid(DEAD),
                        SimulatedKey.limited(LIMITED, 0, Duration.ofMinutes(10)),
                        SimulatedKey.valid(HEALTHY),
                        SimulatedKey.valid(ADDED))
                .build();
        try (SimulatorServer server = SimulatorServer.start(provider);
                Gateway gateway = new Gateway(database)) {
            gateway.createGroup(GROUP, server.baseUrl());
            gateway.addKeys(DEAD, LIMITED, HEALTHY);
            try (Service orders = new Service("orders", database, GROUP);
                    Service billing = new Service("billing", database, GROUP)) {
                return new SharedPoolSample(out, provider, gateway, List.of(orders, billing)).play();
            }
        }
    }

    private boolean play() throws IOException, InterruptedException {
        out.println("One key is dead, one is limited, one works. Only the service orders makes calls:");
        for (int i = 0; i < 3; i++) {
            count(services.get(0).ask(QUESTION));
        }
        boolean known = everybodyComesToKnow(new PoolCounts(1, 1, 1));

        out.println("Now the service billing and the gateway make calls; none goes to the two bad keys:");
        for (int i = 0; i < 3; i++) {
            count(services.get(1).ask(QUESTION));
            count(gateway.ask(GROUP, QUESTION));
        }
        boolean spared = provider.calls(DEAD) == 1 && provider.calls(LIMITED) == 1;
        out.printf(
                "  calls of the provider with the dead key: %d, with the limited one: %d%n%n",
                provider.calls(DEAD), provider.calls(LIMITED));

        out.println("Somebody adds a key at the gateway:");
        gateway.addKeys(ADDED);
        boolean added = everybodyComesToKnow(new PoolCounts(2, 1, 1));

        out.printf("%d calls, %d answered.%n", asked, answered);
        return known && spared && added && answered == asked;
    }

    private void count(boolean success) {
        asked++;
        answered += success ? 1 : 0;
    }

    private boolean everybodyComesToKnow(PoolCounts expected) throws InterruptedException {
        long start = System.nanoTime();
        while (!known().allMatch(expected::equals) && System.nanoTime() - start < PATIENCE.toNanos()) {
            Thread.sleep(20);
        }
        out.printf("  after %.1f s%n", (System.nanoTime() - start) / 1e9);
        services.forEach(service -> show(service.name(), service.keys()));
        show("gateway", gateway.keys(GROUP));
        out.println();
        return known().allMatch(expected::equals);
    }

    private Stream<PoolCounts> known() {
        return Stream.concat(services.stream().map(Service::keys), Stream.of(gateway.keys(GROUP)));
    }

    private void show(String name, PoolCounts keys) {
        out.printf(
                "  %-8s knows of %d ready, %d cooling, %d invalid%n",
                name, keys.ready(), keys.cooling(), keys.invalid());
    }
}
