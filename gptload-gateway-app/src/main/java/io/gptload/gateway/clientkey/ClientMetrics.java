package io.gptload.gateway.clientkey;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** Exports what clients do: by name those that come first, all others as one, so that there is an end to labels. Thread-safe. */
final class ClientMetrics {

    static final int MOST_NAMES = 100;
    static final String OTHERS = "(other)";

    private final MeterRegistry registry;
    private final Map<String, ClientCounters> byName = new HashMap<>();

    ClientMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The counters of the client of that name. */
    synchronized ClientCounters of(String name) {
        ClientCounters known = byName.get(name);
        if (known != null) {
            return known;
        }
        String label = byName.size() < MOST_NAMES ? name : OTHERS;
        return byName.computeIfAbsent(label, this::counters);
    }

    private ClientCounters counters(String label) {
        return new ClientCounters(
                requests(label, "admitted"),
                requests(label, "limited"),
                requests(label, "denied"),
                tokens(label, "prompt"),
                tokens(label, "completion"));
    }

    private Counter requests(String client, String outcome) {
        return Counter.builder("gptload.client.requests")
                .description("Calls by client keys")
                .tag("client", client)
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter tokens(String client, String type) {
        return Counter.builder("gptload.client.tokens")
                .description("Tokens of calls by client keys, as answers told")
                .tag("client", client)
                .tag("type", type)
                .register(registry);
    }
}
