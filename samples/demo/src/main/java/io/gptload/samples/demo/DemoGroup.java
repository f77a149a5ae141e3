package io.gptload.samples.demo;

import static io.gptload.simulator.SimulatedKey.invalid;
import static io.gptload.simulator.SimulatedKey.limited;
import static io.gptload.simulator.SimulatedKey.outOfQuota;
import static io.gptload.simulator.SimulatedKey.valid;

import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A group of the gateway, and the simulated provider behind it. */
final class DemoGroup implements AutoCloseable {

    private final String name;
    private final List<String> keys;
    private final ProviderSimulator provider;
    private final SimulatorServer server;

    private DemoGroup(String name, SimulatedKey... keys) {
        this.name = name;
        this.keys = Stream.of(keys).map(SimulatedKey::value).toList();
        this.provider = ProviderSimulator.builder()
                .keys(keys)
                .chunkDelay(Duration.ofMillis(40))
                .build();
        this.server = SimulatorServer.start(provider);
    }

    /** All keys work. */
    static DemoGroup healthy() {
        return new DemoGroup(
                "healthy",
                valid("sk-leakcanary-healthy-0001"),
                valid("sk-leakcanary-healthy-0002"),
                valid("sk-leakcanary-healthy-0003"));
    }

    /** Of the keys one works, two do for a few requests at a time, and three do not. */
    static DemoGroup mixed() {
        return new DemoGroup(
                "mixed",
                invalid("sk-leakcanary-mixed-dead1"),
                valid("sk-leakcanary-mixed-good1"),
                limited("sk-leakcanary-mixed-lim01", 3, Duration.ofSeconds(10)),
                invalid("sk-leakcanary-mixed-dead2"),
                limited("sk-leakcanary-mixed-lim02", 5, Duration.ofSeconds(20)),
                outOfQuota("sk-leakcanary-mixed-poor1"));
    }

    /** All keys work, but the provider is down now and then. */
    static DemoGroup outage() {
        return new DemoGroup("outage", valid("sk-leakcanary-outage-0001"), valid("sk-leakcanary-outage-0002"));
    }

    String name() {
        return name;
    }

    List<String> keys() {
        return keys;
    }

    ProviderSimulator provider() {
        return provider;
    }

    String url() {
        return server.baseUrl();
    }

    @Override
    public void close() {
        server.close();
    }
}
