package io.gptload.spring.autoconfigure;

import io.gptload.spring.http.RoutingInterceptor;
import org.springframework.ai.anthropic.http.okhttp.AnthropicHttpClientBuilderCustomizer;
import org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sends what the models of Spring AI ask of a host with a route through its group. */
@AutoConfiguration(after = GptLoadAutoConfiguration.class)
@ConditionalOnBean(RoutingInterceptor.class)
public final class GptLoadSpringAiAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(OpenAiHttpClientBuilderCustomizer.class)
    static class OpenAi {

        @Bean
        @ConditionalOnMissingBean(name = "gptLoadOpenAiHttpClientBuilderCustomizer")
        OpenAiHttpClientBuilderCustomizer gptLoadOpenAiHttpClientBuilderCustomizer(RoutingInterceptor interceptor) {
            return builder -> builder.interceptor(interceptor);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(AnthropicHttpClientBuilderCustomizer.class)
    static class Anthropic {

        @Bean
        @ConditionalOnMissingBean(name = "gptLoadAnthropicHttpClientBuilderCustomizer")
        AnthropicHttpClientBuilderCustomizer gptLoadAnthropicHttpClientBuilderCustomizer(
                RoutingInterceptor interceptor) {
            return builder -> builder.interceptor(interceptor);
        }
    }
}
