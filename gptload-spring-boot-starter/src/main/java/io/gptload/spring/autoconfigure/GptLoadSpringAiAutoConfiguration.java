package io.gptload.spring.autoconfigure;

import com.google.genai.Client;
import com.google.genai.types.ClientOptions;
import io.gptload.spring.http.RoutingInterceptor;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.springframework.ai.anthropic.http.okhttp.AnthropicHttpClientBuilderCustomizer;
import org.springframework.ai.google.genai.GoogleGenAiChatModel;
import org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Sends what the models of Spring AI ask of a host with a route through its group. */
@AutoConfiguration(
        after = GptLoadAutoConfiguration.class,
        beforeName = "org.springframework.ai.model.google.genai.autoconfigure.chat.GoogleGenAiChatAutoConfiguration")
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

    /** Spring AI lets nobody change the client it would make, but takes one that is there. Timeouts are off as in that. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Client.class, GoogleGenAiChatModel.class})
    @Conditional(OnGeminiKey.class)
    static class GoogleGenAi {

        @Bean
        @ConditionalOnMissingBean
        Client gptLoadGoogleGenAiClient(
                RoutingInterceptor interceptor, @Value("${spring.ai.google.genai.api-key}") String apiKey) {
            OkHttpClient http = new OkHttpClient.Builder()
                    .addInterceptor(interceptor)
                    .connectTimeout(Duration.ZERO)
                    .readTimeout(Duration.ZERO)
                    .writeTimeout(Duration.ZERO)
                    .build();
            return Client.builder()
                    .apiKey(apiKey)
                    .clientOptions(
                            ClientOptions.builder().customHttpClient(http).build())
                    .build();
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
