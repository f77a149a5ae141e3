package io.gptload.spring.autoconfigure;

import io.gptload.client.GptLoad;
import io.gptload.spring.actuate.GptLoadEndpoint;
import io.gptload.spring.actuate.PoolHealthIndicator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoint {@code gptload}, and the health of the pools. */
@AutoConfiguration(after = GptLoadAutoConfiguration.class)
@ConditionalOnBean(GptLoad.class)
public final class GptLoadActuatorAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    @ConditionalOnAvailableEndpoint(GptLoadEndpoint.class)
    static class EndpointConfiguration {

        @Bean
        @ConditionalOnMissingBean
        GptLoadEndpoint gptLoadEndpoint(GptLoad gptLoad, ObjectProvider<GptLoadRefresher> refresher) {
            return new GptLoadEndpoint(gptLoad, refresher.getIfAvailable());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("gptload")
    static class HealthConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "gptLoadHealthIndicator")
        PoolHealthIndicator gptLoadHealthIndicator(GptLoad gptLoad) {
            return new PoolHealthIndicator(gptLoad);
        }
    }
}
