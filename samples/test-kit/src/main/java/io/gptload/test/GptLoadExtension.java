package io.gptload.test;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.config.ConfigurationException;
import io.gptload.client.config.GroupConfig;
import io.gptload.client.config.KeyConfig;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatorServer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A pool of keys for a test, with a simulated provider behind each of its groups, on a clock of its own. It is there as soon
 * as it is built, so that other fields of the test can use it. In a field of its own every test has a fresh pool; in a
 * static one they share it, and its state goes from one to the next. Thread-safe.
 *
 * <pre>{@code
 * @RegisterExtension
 * final GptLoadExtension pool = GptLoadExtension.builder().group("openai", "k1", "k2", "k3").build();
 *
 * @Test
 * void anAnswerComesThoughAKeyIsDead() {
 *     pool.provider().key("k1").dead();
 *
 *     myCode(GptLoadInterceptor.of(pool.group())).ask("Hello?");
 *
 *     assertThat(pool).served(1).upstreamCalls(2).keyIsInvalid("k1");
 * }
 * }</pre>
 */
public final class GptLoadExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {

    private final ManualTime time;
    private final GptLoad gptLoad;
    private final CallRecorder calls = new CallRecorder();
    private final Map<String, ScriptedProvider> providers = new LinkedHashMap<>();
    private boolean shared;

    private GptLoadExtension(Builder builder) {
        time = ManualTime.startingAt(builder.start);
        gptLoad = GptLoad.builder().time(time).random(() -> 0).listener(calls).build();
        builder.groups.forEach((name, definition) -> {
            ProviderSimulator simulator = ScriptedProvider.simulator(time);
            SimulatorServer server = SimulatorServer.start(simulator);
            try {
                GroupConfig config = definition
                        .apply(GroupConfig.named(name))
                        .upstream(server.baseUrl())
                        .build();
                Set<String> keys =
                        config.keys().stream().map(KeyConfig::secret).collect(Collectors.toUnmodifiableSet());
                providers.put(name, new ScriptedProvider(keys, time, server, simulator));
                gptLoad.define(config);
            } catch (RuntimeException e) {
                server.close();
                close();
                throw e;
            }
        });
    }

    /** A builder without groups. */
    public static Builder builder() {
        return new Builder();
    }

    /** The engine. */
    public GptLoad gptLoad() {
        return gptLoad;
    }

    /**
     * The group of that name, for an adapter.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Group group(String name) {
        return gptLoad.group(name);
    }

    /**
     * The only group.
     *
     * @throws IllegalStateException if there are several
     */
    public Group group() {
        return group(onlyGroup());
    }

    /**
     * What is behind the group of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ScriptedProvider provider(String group) {
        ScriptedProvider provider = providers.get(group);
        if (provider == null) {
            throw new IllegalArgumentException("No group '" + group + "'; there are " + providers.keySet());
        }
        return provider;
    }

    /**
     * What is behind the only group.
     *
     * @throws IllegalStateException if there are several
     */
    public ScriptedProvider provider() {
        return provider(onlyGroup());
    }

    /** The clock of the pool and of its providers. */
    public ManualTime time() {
        return time;
    }

    String onlyGroup() {
        if (providers.size() != 1) {
            throw new IllegalStateException("There are several groups, say which: " + providers.keySet());
        }
        return providers.keySet().iterator().next();
    }

    List<Integer> answers(String group) {
        return calls.statuses(group);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = true;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!shared) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Stops the providers; done by JUnit, for those who register it. */
    @Override
    public void close() {
        providers.values().forEach(provider -> provider.server().close());
    }

    /** Collects the groups. Not thread-safe. */
    public static final class Builder {

        private final Map<String, UnaryOperator<GroupConfig.Builder>> groups = new LinkedHashMap<>();
        private Instant start = ManualTime.create().instant();

        private Builder() {}

        /**
         * Adds a group that speaks OpenAI's format.
         *
         * @param keys any names will do, say {@code k1}; give each its own
         * @throws ConfigurationException if there is a group of that name
         */
        public Builder group(String name, String... keys) {
            return group(name, group -> group.keys(keys));
        }

        /**
         * Adds a group.
         *
         * @param definition everything but the upstream: keys, channel, settings, rules
         * @throws ConfigurationException if there is a group of that name
         */
        public Builder group(String name, UnaryOperator<GroupConfig.Builder> definition) {
            if (groups.putIfAbsent(name, definition) != null) {
                throw new ConfigurationException("groups", name, "each group name once");
            }
            return this;
        }

        /** What the clock shows at first; the same instant in 2026 when not given. */
        public Builder startingAt(Instant instant) {
            start = instant;
            return this;
        }

        /**
         * Starts the providers and the pool.
         *
         * @throws ConfigurationException if there is no group, or a definition cannot work
         */
        public GptLoadExtension build() {
            if (groups.isEmpty()) {
                throw new ConfigurationException("groups", "none", "at least one");
            }
            return new GptLoadExtension(this);
        }
    }
}
