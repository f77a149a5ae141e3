package io.gptload.spring.autoconfigure;

import io.gptload.client.GptLoad;
import io.gptload.spring.observation.GptLoadObservations;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Spans of the attempts of calls, for those who trace. */
@AutoConfiguration(
        after = GptLoadAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ObservationRegistry.class, GptLoadRefresher.class})
@ConditionalOnBooleanProperty(name = "gptload.observations.enabled", matchIfMissing = true)
public final class GptLoadObservationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GptLoadObservations gptLoadObservations(ObservationRegistry registry, ObjectProvider<GptLoad> engine) {
        return new GptLoadObservations(registry, engine::getObject);
    }
}
