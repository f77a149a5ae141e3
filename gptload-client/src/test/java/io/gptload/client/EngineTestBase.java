package io.gptload.client;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.KeyRef;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** An engine on virtual time with a simulated provider behind it. */
abstract class EngineTestBase {

    static final String UPSTREAM = "http://provider.test";

    final VirtualTime time = new VirtualTime();
    final ProviderSimulator provider = ProviderSimulator.builder().clock(time).build();
    final VirtualCaller caller = new VirtualCaller(time, provider);
    final List<GptLoadEvent> events = new CopyOnWriteArrayList<>();
    final GptLoad gptLoad = GptLoad.builder()
            .time(time)
            .random(() -> 0.5)
            .listener(events::add)
            .logStateChanges(true)
            .build();

    static String key(int n) {
        return "sk-leakcanary-%04d".formatted(n);
    }

    static String[] keys(int n) {
        return IntStream.rangeClosed(1, n).mapToObj(EngineTestBase::key).toArray(String[]::new);
    }

    StandardGroup group(UnaryOperator<GroupConfig.Builder> definition) {
        return gptLoad.define(definition.apply(GroupConfig.named("g")).build());
    }

    StandardGroup group(String... keys) {
        return group(g -> g.upstream(UPSTREAM).keys(keys));
    }

    /** A group of that many keys, all valid at the provider. */
    StandardGroup healthyGroup(int keys) {
        for (String key : keys(keys)) {
            provider.setKey(SimulatedKey.valid(key));
        }
        return group(keys(keys));
    }

    Explanation.Key state(Group group, String key) {
        return group.explain(null).keys().stream()
                .filter(k -> k.key().equals(KeyRef.of(key)))
                .findFirst()
                .orElseThrow();
    }

    void seconds(double seconds) {
        time.advance(Duration.ofNanos((long) (seconds * 1e9)));
    }

    <E extends GptLoadEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
