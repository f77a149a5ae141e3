package io.gptload.spring.autoconfigure;

import io.gptload.client.GptLoad;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.spring.actuate.PoolHealthIndicator;
import io.gptload.spring.actuate.StoreHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The health of the pools, and of the database they are shared through. */
@AutoConfiguration(after = {GptLoadAutoConfiguration.class, GptLoadStoreAutoConfiguration.class})
@ConditionalOnBean(GptLoad.class)
public final class GptLoadHealthAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static class HealthConfiguration {

        @Bean
        @ConditionalOnEnabledHealthIndicator("gptload")
        @ConditionalOnMissingBean(name = "gptLoadHealthIndicator")
        PoolHealthIndicator gptLoadHealthIndicator(GptLoad gptLoad) {
            return new PoolHealthIndicator(gptLoad);
        }

        @Bean
        @ConditionalOnEnabledHealthIndicator("gptload")
        @ConditionalOnBean(EngineStart.class)
        @ConditionalOnMissingBean(name = "gptLoadStoreHealthIndicator")
        StoreHealthIndicator gptLoadStoreHealthIndicator(SharedPool pool) {
            return new StoreHealthIndicator(pool);
        }
    }
}
