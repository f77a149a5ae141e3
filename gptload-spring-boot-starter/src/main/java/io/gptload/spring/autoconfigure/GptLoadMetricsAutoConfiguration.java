package io.gptload.spring.autoconfigure;

import io.gptload.client.GptLoad;
import io.gptload.spring.metrics.GptLoadMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters of the engine, in the registry of the application. */
@AutoConfiguration(
        after = GptLoadAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({GptLoad.class, MeterRegistry.class})
@ConditionalOnMissingBean(GptLoadMetrics.class)
public final class GptLoadMetricsAutoConfiguration {

    @Bean
    GptLoadMetrics gptLoadMetrics(MeterRegistry registry) {
        return new GptLoadMetrics(registry);
    }

    /** Not before the engine is there, whose listener the meters are. */
    @Bean
    SmartInitializingSingleton gptLoadMetricsStart(GptLoadMetrics metrics, GptLoad gptLoad) {
        return () -> metrics.watch(gptLoad);
    }
}
