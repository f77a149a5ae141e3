package io.gptload.spring.autoconfigure;

import io.gptload.spring.http.GptLoadConnectors;
import io.gptload.spring.http.GptLoadRequestFactory;
import io.gptload.spring.http.HostRoutes;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import reactor.core.publisher.Mono;

/**
 * Sends what {@code RestClient}, {@code RestTemplate}, {@code WebClient} and HTTP service clients ask of a host with a route
 * through its group, as long as Spring Boot makes their connections.
 */
@AutoConfiguration(after = GptLoadAutoConfiguration.class)
@ConditionalOnBean(HostRoutes.class)
public final class GptLoadHttpClientAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ClientHttpRequestFactoryBuilderCustomizer.class, ClientHttpRequestFactory.class})
    static class BlockingClients {

        @Bean
        @ConditionalOnMissingBean
        RequestFactoryRouting gptLoadRequestFactoryRouting(HostRoutes routes) {
            return new RequestFactoryRouting(routes);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ClientHttpConnectorBuilderCustomizer.class, ClientHttpConnector.class, Mono.class})
    static class ReactiveClients {

        @Bean
        @ConditionalOnMissingBean
        ConnectorRouting gptLoadConnectorRouting(HostRoutes routes) {
            return new ConnectorRouting(routes);
        }
    }

    /** Last, as what comes of it is no longer of the kind others may look for. */
    @Order(Ordered.LOWEST_PRECEDENCE)
    static final class RequestFactoryRouting
            implements ClientHttpRequestFactoryBuilderCustomizer<ClientHttpRequestFactoryBuilder<?>> {

        private final HostRoutes routes;

        RequestFactoryRouting(HostRoutes routes) {
            this.routes = routes;
        }

        @Override
        public ClientHttpRequestFactoryBuilder<?> customize(ClientHttpRequestFactoryBuilder<?> builder) {
            return settings -> GptLoadRequestFactory.routing(routes, builder.build(settings));
        }
    }

    /** Last, as what comes of it is no longer of the kind others may look for. */
    @Order(Ordered.LOWEST_PRECEDENCE)
    static final class ConnectorRouting implements ClientHttpConnectorBuilderCustomizer<ClientHttpConnectorBuilder<?>> {

        private final HostRoutes routes;

        ConnectorRouting(HostRoutes routes) {
            this.routes = routes;
        }

        @Override
        public ClientHttpConnectorBuilder<?> customize(ClientHttpConnectorBuilder<?> builder) {
            return settings -> GptLoadConnectors.routing(routes, builder.build(settings));
        }
    }
}
