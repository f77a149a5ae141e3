package io.gptload.spring.autoconfigure;

import io.gptload.client.GptLoad;
import io.gptload.spring.actuate.GptLoadEndpoint;
import io.gptload.spring.actuate.PoolSecrets;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoint {@code gptload}. */
@AutoConfiguration(after = {GptLoadAutoConfiguration.class})
@ConditionalOnBean(GptLoad.class)
public final class GptLoadEndpointAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static class EndpointConfiguration {

        @Bean
        @ConditionalOnMissingBean
        PoolSecrets gptLoadPoolSecrets() {
            return new PoolSecrets();
        }

        @Bean
        @ConditionalOnAvailableEndpoint(GptLoadEndpoint.class)
        @ConditionalOnMissingBean
        GptLoadEndpoint gptLoadEndpoint(GptLoad gptLoad, ObjectProvider<GptLoadRefresher> refresher) {
            return new GptLoadEndpoint(gptLoad, refresher.getIfAvailable());
        }
    }
}
