package io.gptload.gateway.actuator;

import io.gptload.client.GptLoad;
import io.gptload.client.store.jdbc.KeyStateWriter;
import io.gptload.client.store.jdbc.RequestLogWriter;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.gateway.config.GatewaySettings;
import io.gptload.gateway.proxy.RequestLimit;
import io.gptload.gateway.web.ClientKeys;
import io.gptload.spring.metrics.GptLoadMetrics;
import io.gptload.spring.metrics.RequestLogMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health and metrics below {@code /actuator}. */
@Configuration(proxyBeanMethods = false)
class ActuatorConfiguration {

    /** @param open whether the metrics need no key, for a scraper in a private network */
    @Bean
    FilterRegistrationBean<ActuatorFilter> actuatorFilter(
            GatewaySettings settings, @Value("${gptload.gateway.metrics-open:false}") boolean open) {
        ClientKeys adminKey = ClientKeys.of(List.of(settings.authKey().value()));
        FilterRegistrationBean<ActuatorFilter> filter =
                new FilterRegistrationBean<>(new ActuatorFilter(adminKey, open));
        filter.addUrlPatterns("/actuator/*");
        return filter;
    }

    @Bean
    StoreHealth storeHealthIndicator(SharedPool sharedPool, KeyStateWriter keyStateWriter) {
        return new StoreHealth(sharedPool, keyStateWriter);
    }

    @Bean
    RedisHealth redisHealthIndicator(SharedPool sharedPool) {
        return new RedisHealth(sharedPool);
    }

    @Bean
    ChannelMetrics channelMetrics(SharedPool sharedPool) {
        return new ChannelMetrics(sharedPool);
    }

    @Bean
    PoolHealth poolHealthIndicator(GptLoad gptLoad) {
        return new PoolHealth(gptLoad);
    }

    @Bean
    GatewayMetrics gatewayMetrics(RequestLimit requestLimit, KeyStateWriter keyStateWriter) {
        return new GatewayMetrics(requestLimit, keyStateWriter);
    }

    @Bean
    RequestLogMetrics requestLogMetrics(RequestLogWriter requestLog) {
        return new RequestLogMetrics(requestLog);
    }

    @Bean
    GptLoadMetrics gptLoadMetrics(MeterRegistry registry) {
        return new GptLoadMetrics(registry);
    }
}
