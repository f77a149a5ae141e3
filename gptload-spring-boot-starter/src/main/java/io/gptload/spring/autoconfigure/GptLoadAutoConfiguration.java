package io.gptload.spring.autoconfigure;

import io.gptload.client.GptLoad;
import io.gptload.client.event.GptLoadListener;
import io.gptload.client.session.CallTracer;
import io.gptload.spring.http.HostRoutes;
import io.gptload.spring.http.RoutingInterceptor;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/** The engine with the groups of the properties. An application that defines a {@link GptLoad} of its own gets none of it. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "gptload.enabled", matchIfMissing = true)
@Import(GroupBeansRegistrar.class)
@ImportRuntimeHints(GptLoadRuntimeHints.class)
public final class GptLoadAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(GptLoad.class)
    @EnableConfigurationProperties(GptLoadProperties.class)
    static class EngineConfiguration {

        @Bean
        PropertyDefinitions gptLoadPropertyDefinitions(
                GptLoadProperties properties, Environment environment, ResourceLoader resources) {
            return new PropertyDefinitions(properties, environment, resources);
        }

        @Bean
        GptLoad gptLoad(
                PropertyDefinitions definitions,
                ObjectProvider<GptLoadListener> listeners,
                ObjectProvider<CallTracer> tracer,
                ObjectProvider<EngineStart> starts,
                ObjectProvider<GptLoadBuilderCustomizer> customizers) {
            GptLoad.Builder builder = GptLoad.builder();
            listeners.orderedStream().forEach(builder::listener);
            tracer.ifAvailable(builder::tracer);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            GptLoad engine = builder.build();
            definitions.initial().groups().forEach(engine::define);
            definitions.initial().aggregates().forEach(engine::define);
            starts.orderedStream().forEach(start -> start.start(engine));
            return engine;
        }

        @Bean
        HostRoutes gptLoadHostRoutes(GptLoad gptLoad, PropertyDefinitions definitions) {
            HostRoutes routes = new HostRoutes(gptLoad);
            routes.replace(definitions.initial().groupByHost());
            return routes;
        }

        @Bean
        @ConditionalOnMissingBean
        RoutingInterceptor gptLoadRoutingInterceptor(HostRoutes routes) {
            return new RoutingInterceptor(routes);
        }

        @Bean
        GptLoadRefresher gptLoadRefresher(
                GptLoad gptLoad,
                HostRoutes routes,
                PropertyDefinitions definitions,
                ObjectProvider<EngineStart> starts) {
            return new GptLoadRefresher(
                    gptLoad,
                    routes,
                    definitions.initial(),
                    definitions::now,
                    name -> starts.stream().anyMatch(start -> start.owns(name)));
        }

        @Bean
        @ConditionalOnProperty("gptload.refresh-interval")
        PeriodicRefresh gptLoadPeriodicRefresh(GptLoadRefresher refresher, GptLoadProperties properties) {
            Duration interval = properties.refreshInterval();
            return new PeriodicRefresh(refresher, interval == null ? Duration.ofMinutes(1) : interval);
        }
    }
}
