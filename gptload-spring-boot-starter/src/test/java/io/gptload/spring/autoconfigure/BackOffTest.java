package io.gptload.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.spring.actuate.GptLoadEndpoint;
import io.gptload.spring.actuate.PoolHealthIndicator;
import io.gptload.spring.http.HostRoutes;
import io.gptload.spring.http.RoutingInterceptor;
import io.gptload.spring.metrics.GptLoadMetrics;
import io.gptload.spring.observation.GptLoadObservations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class BackOffTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GptLoadAutoConfiguration.class,
                    GptLoadHttpClientAutoConfiguration.class,
                    GptLoadSpringAiAutoConfiguration.class,
                    GptLoadMetricsAutoConfiguration.class,
                    GptLoadObservationAutoConfiguration.class,
                    GptLoadStoreAutoConfiguration.class,
                    GptLoadRequestLogAutoConfiguration.class,
                    GptLoadEndpointAutoConfiguration.class,
                    GptLoadHealthAutoConfiguration.class))
            .withPropertyValues(
                    "gptload.groups.openai.keys=sk-leakcanary-0001",
                    "management.endpoints.jmx.exposure.include=*",
                    "spring.jmx.enabled=true");

    private ApplicationContextRunner withRegistries() {
        return runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean(ObservationRegistry.class, ObservationRegistry::create);
    }

    @Test
    void everythingIsThereWhenItIsWanted() {
        withRegistries()
                .run(context -> assertThat(context)
                        .hasSingleBean(GptLoad.class)
                        .hasSingleBean(Group.class)
                        .hasSingleBean(GptLoadRefresher.class)
                        .hasSingleBean(RoutingInterceptor.class)
                        .hasSingleBean(ClientHttpRequestFactoryBuilderCustomizer.class)
                        .hasSingleBean(ClientHttpConnectorBuilderCustomizer.class)
                        .hasSingleBean(OpenAiHttpClientBuilderCustomizer.class)
                        .hasSingleBean(GptLoadMetrics.class)
                        .hasSingleBean(GptLoadObservations.class)
                        .hasSingleBean(GptLoadEndpoint.class)
                        .hasSingleBean(PoolHealthIndicator.class));
    }

    @Test
    void metricsCountAndFollowTheEngine() {
        withRegistries()
                .run(context -> assertThat(context.getBean(MeterRegistry.class)
                                .get("gptload.keys")
                                .tags("group", "openai", "state", "ready")
                                .gauge()
                                .value())
                        .isEqualTo(1));
    }

    @Test
    void nothingIsThereWhenItIsSwitchedOff() {
        withRegistries()
                .withPropertyValues("gptload.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(GptLoad.class)
                        .doesNotHaveBean(Group.class)
                        .doesNotHaveBean(GptLoadMetrics.class)
                        .doesNotHaveBean(GptLoadEndpoint.class)
                        .doesNotHaveBean(PoolHealthIndicator.class)
                        .doesNotHaveBean(ClientHttpRequestFactoryBuilderCustomizer.class));
    }

    @Test
    void anEngineOfTheApplicationsOwnIsTheOnlyOne() {
        GptLoad own = GptLoad.builder().build();
        withRegistries().withBean(GptLoad.class, () -> own).run(context -> {
            assertThat(context.getBean(GptLoad.class)).isSameAs(own);
            assertThat(own.groupNames()).isEmpty();
            assertThat(context)
                    .doesNotHaveBean(GptLoadRefresher.class)
                    .doesNotHaveBean(GptLoadProperties.class)
                    .doesNotHaveBean(HostRoutes.class)
                    .doesNotHaveBean(ClientHttpRequestFactoryBuilderCustomizer.class)
                    .hasSingleBean(GptLoadEndpoint.class)
                    .hasSingleBean(PoolHealthIndicator.class);
        });
    }

    @Test
    void metersOfTheApplicationsOwnAreTheOnlyOnes() {
        GptLoadMetrics own = new GptLoadMetrics(new SimpleMeterRegistry());
        withRegistries()
                .withBean(GptLoadMetrics.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(GptLoadMetrics.class)).isSameAs(own));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.micrometer",
                "io.micrometer.core",
                "org.springframework.boot.actuate",
                "org.springframework.boot.health",
                "org.springframework.boot.http",
                "org.springframework.web",
                "org.springframework.http",
                "reactor",
                "com.google.genai",
                "org.springframework.ai",
                "org.springframework.jdbc",
                "org.flywaydb",
                "com.zaxxer.hikari",
                "redis.clients"
            })
    void itStartsWithout(String packages) {
        runner.withClassLoader(new FilteredClassLoader(packages))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(GptLoad.class)
                        .hasSingleBean(Group.class));
    }

    @Test
    void itStartsWithNothingButTheClient() {
        runner.withClassLoader(new FilteredClassLoader(
                        "io.micrometer",
                        "org.springframework.boot.actuate",
                        "org.springframework.boot.health",
                        "org.springframework.boot.http",
                        "org.springframework.http",
                        "org.springframework.web",
                        "org.springframework.ai",
                        "org.springframework.jdbc",
                        "reactor"))
                .run(context -> assertThat(context)
                        .hasSingleBean(GptLoad.class)
                        .hasSingleBean(Group.class)
                        .doesNotHaveBean("gptLoadHealthIndicator"));
    }

    @Test
    void theEndpointIsOnlyThereWhenItIsExposed() {
        runner.withPropertyValues("management.endpoints.jmx.exposure.include=", "spring.jmx.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(GptLoadEndpoint.class));
    }

    @Test
    void healthCanBeSwitchedOff() {
        runner.withPropertyValues("management.health.gptload.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(PoolHealthIndicator.class));
    }
}
