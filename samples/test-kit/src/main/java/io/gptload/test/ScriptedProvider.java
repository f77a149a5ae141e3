package io.gptload.test;

import io.gptload.client.time.TimeSource;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.time.Duration;
import java.util.Set;

/**
 * The provider behind a group: a server on the loopback address that speaks the protocols of OpenAI, Anthropic and Gemini.
 * All keys of the group work, for all models, until something else is said. The reply to model {@code m} is always
 * "Hello from m". Thread-safe.
 */
public final class ScriptedProvider {

    private final Set<String> keys;
    private final ManualTime time;
    private final ProviderSimulator simulator;
    private final SimulatorServer server;

    ScriptedProvider(Set<String> keys, ManualTime time, SimulatorServer server, ProviderSimulator simulator) {
        this.keys = keys;
        this.time = time;
        this.simulator = simulator;
        this.server = server;
        keys.forEach(key -> simulator.setKey(SimulatedKey.valid(key)));
    }

    static ProviderSimulator simulator(TimeSource time) {
        return ProviderSimulator.builder().clock(time).build();
    }

    /** Its address, without a slash at the end. */
    public String baseUrl() {
        return server.baseUrl();
    }

    /**
     * Says what becomes of a key from now on.
     *
     * @throws IllegalArgumentException if it is not one of the group's
     */
    public KeyScript key(String value) {
        if (!keys.contains(value)) {
            throw new IllegalArgumentException("The group has no such key; it has " + keys.size() + " others");
        }
        return new KeyScript(value, simulator, time);
    }

    /** Answers everything with 503 from now on, until it {@link #recovers}. */
    public ScriptedProvider outage() {
        return fails(Fault.status(503));
    }

    /**
     * Answers everything with 503 for so long.
     *
     * @param length above 0, on the pool's clock
     */
    public ScriptedProvider outage(Duration length) {
        outage();
        time.after(length, simulator::recover);
        return this;
    }

    /**
     * Fails from now on, in place of what was said before.
     *
     * @param first strikes until it is used up, see {@link Fault#times}
     * @param next strike after that, one after the other
     */
    public ScriptedProvider fails(Fault first, Fault... next) {
        simulator.fail(first, next);
        return this;
    }

    /** Ends outages and faults; what was said of keys stays. */
    public ScriptedProvider recovers() {
        simulator.recover();
        return this;
    }

    /** Everything else it can do, and the log of all its calls. */
    public ProviderSimulator simulator() {
        return simulator;
    }

    /** What serves it: how many streams are under way, and how many clients left early. */
    public SimulatorServer server() {
        return server;
    }
}
