package io.gptload.spring.autoconfigure;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.LoggedGroups;
import io.gptload.client.store.shared.SharedPool;
import io.gptload.spring.metrics.RequestLogMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Writes the calls of the application into the request log of the database it shares. */
@AutoConfiguration(after = GptLoadStoreAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "gptload.request-log.enabled", matchIfMissing = true)
@ConditionalOnBean({SharedPool.class, LoggedGroups.class})
public final class GptLoadRequestLogAutoConfiguration {

    @Bean
    RequestLogging gptLoadRequestLogging(
            JdbcStore store,
            SharedPool pool,
            LoggedGroups groups,
            @Value("${spring.application.name:application}") String application) {
        return new RequestLogging(store, pool, groups, application);
    }

    @Bean
    GptLoadBuilderCustomizer gptLoadRequestLogCustomizer(RequestLogging log) {
        return builder -> builder.recorder(log);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class Metrics {

        @Bean
        RequestLogMetrics gptLoadRequestLogMetrics(RequestLogging log) {
            return new RequestLogMetrics(log.writer());
        }
    }
}
