package io.gptload.spring.observation;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.StandardGroup;
import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureKind;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.CallRequest;
import io.gptload.client.session.CallTracer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Observes every attempt of every call, from sending to the verdict, below whatever is observed on the caller's thread. Names
 * follow OpenTelemetry's conventions for generative AI. Thread-safe.
 */
public final class GptLoadObservations implements CallTracer {

    private final ObservationRegistry registry;
    private final Supplier<GptLoad> engine;

    /**
     * @param registry where observations go
     * @param engine the engine this follows; asked when there is something to observe
     */
    public GptLoadObservations(ObservationRegistry registry, Supplier<GptLoad> engine) {
        this.registry = registry;
        this.engine = engine;
    }

    @Override
    public @Nullable CallTrace begin(CallRequest request) {
        if (registry.isNoop()) {
            return null;
        }
        Observation parent = registry.getCurrentObservation();
        GenAiOperation operation = GenAiOperation.of(request.path());
        return attempt -> attempt(parent, operation, attempt);
    }

    private AttemptTrace attempt(@Nullable Observation parent, GenAiOperation operation, Attempt attempt) {
        Group group = engine.get().findGroup(attempt.group());
        AttemptContext context =
                new AttemptContext(operation, attempt, group instanceof StandardGroup known ? known.config() : null);
        Observation observation = Observation.createNotStarted(AttemptConvention.INSTANCE, () -> context, registry)
                .parentObservation(parent)
                .start();
        return (status, failure, category, ruleId) -> end(observation, context, status, failure, category, ruleId);
    }

    private static void end(
            Observation observation,
            AttemptContext context,
            int status,
            @Nullable FailureKind failure,
            Category category,
            String ruleId) {
        context.judged(status, failure, category, ruleId);
        if (category != Category.SUCCESS && category != Category.CANCELLED) {
            observation.error(new AttemptFailure(category, status, failure));
        }
        observation.stop();
    }
}
