package io.gptload.samples.web;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

/** The application; {@code OPENAI_API_KEYS} holds its keys. */
@SpringBootApplication
public class WebApplication {

    /** Starts it. */
    public static void main(String... args) {
        SpringApplication.run(WebApplication.class, args);
    }

    /** Nothing to be done: the properties name the host. */
    @Bean
    RestClient openAiRest(RestClient.Builder builder) {
        return builder.baseUrl("https://api.openai.com").build();
    }

    /** An SDK gets the interceptor; every group of the properties is a bean. */
    @Bean(destroyMethod = "close")
    OpenAIClient openAiSdk(Group openai) {
        return OpenAIOkHttpClient.builder()
                .apiKey(GptLoad.PLACEHOLDER_KEY)
                .addInterceptor(GptLoadInterceptor.of(openai))
                .build();
    }
}
