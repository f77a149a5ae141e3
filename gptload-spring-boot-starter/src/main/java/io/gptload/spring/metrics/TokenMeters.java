package io.gptload.spring.metrics;

import io.gptload.client.wire.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of a group by model. Names of models come from callers, so their number has a bound: what comes later
 * counts as {@code other}. Thread-safe.
 */
final class TokenMeters {

    /** The most models of a group that have meters of their own. */
    static final int MOST_MODELS = 100;

    private static final int LONGEST_NAME = 100;
    private static final String NONE = "none";
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final String group;
    private final Map<String, OfModel> models = new ConcurrentHashMap<>();

    TokenMeters(MeterRegistry registry, String group) {
        this.registry = registry;
        this.group = group;
    }

    void add(@Nullable String model, TokenUsage usage) {
        OfModel meters = of(model == null ? NONE : model);
        meters.prompt.increment(usage.prompt());
        meters.completion.increment(usage.completion());
        meters.cached.increment(usage.cached());
    }

    private OfModel of(String model) {
        OfModel known = models.get(model);
        if (known != null) {
            return known;
        }
        boolean fits = model.length() <= LONGEST_NAME && models.size() < MOST_MODELS;
        return models.computeIfAbsent(fits ? model : OTHER, OfModel::new);
    }

    private final class OfModel {

        private final Counter prompt;
        private final Counter completion;
        private final Counter cached;

        OfModel(String model) {
            this.prompt = counter(model, "prompt");
            this.completion = counter(model, "completion");
            this.cached = counter(model, "cached");
        }

        private Counter counter(String model, String type) {
            return Counter.builder("gptload.tokens")
                    .description("Tokens that answers said they took; those cached are a part of the prompt's")
                    .tag(MetersOf.GROUP, group)
                    .tag("model", model)
                    .tag("type", type)
                    .register(registry);
        }
    }
}
