package io.gptload.samples.quickstart;

import io.gptload.client.config.KeyConfig;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.util.List;
import java.util.stream.Stream;

/** A provider on a port of this machine, and the keys it knows. */
final class SimulatedProvider implements AutoCloseable {

    private final List<KeyConfig> keys;
    private final ProviderSimulator simulator;
    private final SimulatorServer server;

    SimulatedProvider(SimulatedKey... keys) {
        this.keys = Stream.of(keys).map(key -> KeyConfig.of(key.value())).toList();
        this.simulator = ProviderSimulator.builder().keys(keys).build();
        this.server = SimulatorServer.start(simulator);
    }

    String url() {
        return server.baseUrl();
    }

    List<KeyConfig> keys() {
        return keys;
    }

    ProviderSimulator simulator() {
        return simulator;
    }

    /** How many requests it got, refused ones included. */
    long requests() {
        return simulator.calls();
    }

    @Override
    public void close() {
        server.close();
    }
}
