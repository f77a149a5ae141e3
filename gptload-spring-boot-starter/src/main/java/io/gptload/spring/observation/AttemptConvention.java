package io.gptload.spring.observation;

import io.gptload.client.config.GroupConfig;
import io.gptload.client.policy.Category;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an attempt is called, and what is said of it; never anything of a key. */
final class AttemptConvention implements ObservationConvention<AttemptContext> {

    static final AttemptConvention INSTANCE = new AttemptConvention();

    private static final String NAME = "gptload.attempt";

    private AttemptConvention() {}

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof AttemptContext;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(AttemptContext context) {
        String model = context.attempt().requestedModel();
        return context.operation().id() + (model == null ? "" : " " + model);
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(AttemptContext context) {
        Category category = context.category();
        return KeyValues.of(
                KeyValue.of("gen_ai.operation.name", context.operation().id()),
                KeyValue.of("gen_ai.provider.name", provider(context.group())),
                KeyValue.of("gptload.group", context.attempt().group()),
                KeyValue.of("gptload.category", category == null ? KeyValue.NONE_VALUE : category.id()),
                KeyValue.of("error.type", errorType(category)),
                KeyValue.of("server.address", host(context.attempt().upstream())));
    }

    private static String errorType(@Nullable Category category) {
        return category == null || category == Category.SUCCESS ? KeyValue.NONE_VALUE : category.id();
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(AttemptContext context) {
        KeyValues values = KeyValues.of(
                KeyValue.of("gptload.attempt", String.valueOf(context.attempt().number())));
        String model = context.attempt().requestedModel();
        if (model != null) {
            values = values.and("gen_ai.request.model", model);
        }
        if (context.status() != 0) {
            values = values.and("http.response.status_code", String.valueOf(context.status()));
        }
        String ruleId = context.ruleId();
        return ruleId == null ? values : values.and("gptload.rule", ruleId);
    }

    /** OpenTelemetry's name of the vendor where it has one. */
    private static String provider(@Nullable GroupConfig group) {
        if (group == null) {
            return KeyValue.NONE_VALUE;
        }
        String provider = group.provider();
        if (provider == null) {
            provider = switch (group.channel()) {
                case OPENAI, OPENAI_RESPONSE -> "openai";
                case ANTHROPIC -> "anthropic";
                case GEMINI -> "gemini";
            };
        }
        return switch (provider) {
            case "gemini" -> "gcp.gemini";
            case "mistral" -> "mistral_ai";
            default -> provider;
        };
    }

    private static String host(String upstream) {
        try {
            return Objects.requireNonNullElse(URI.create(upstream).getHost(), upstream);
        } catch (IllegalArgumentException e) {
            return upstream;
        }
    }
}
