package io.gptload.spring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import io.gptload.client.GptLoad;
import io.gptload.spring.autoconfigure.GptLoadAutoConfiguration;
import io.gptload.spring.autoconfigure.GptLoadSpringAiAutoConfiguration;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.StreamingChatModel;
import org.springframework.ai.model.google.genai.autoconfigure.chat.GoogleGenAiChatAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Gemini's model as Spring AI configures it, whose client lets nobody name another host: the route is for Google's. */
@Timeout(60)
class SpringAiGeminiTest {

    private final ProviderFixture fixture = new ProviderFixture();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GptLoadAutoConfiguration.class,
                    GptLoadSpringAiAutoConfiguration.class,
                    ToolCallingAutoConfiguration.class,
                    GoogleGenAiChatAutoConfiguration.class))
            .withPropertyValues(fixture.properties("gemini"))
            .withPropertyValues(
                    "gptload.routes[0].host=generativelanguage.googleapis.com",
                    "spring.ai.google.genai.api-key=" + GptLoad.PLACEHOLDER_KEY,
                    "spring.ai.google.genai.chat.model=m-1",
                    "spring.ai.google.genai.chat.options.model=m-1");

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void chats() {
        runner.run(context -> {
            ChatModel model = context.getBean(ChatModel.class);
            for (int i = 0; i < 3; i++) {
                assertThat(model.call("hi")).startsWith("Hello from");
            }
            fixture.assertServed(context.getBean(GptLoad.class), 3);
        });
    }

    @Test
    void streams() {
        runner.run(context -> {
            List<String> parts = context.getBean(StreamingChatModel.class).stream("hi")
                    .collectList()
                    .block(Duration.ofSeconds(20));
            assertThat(String.join("", parts)).startsWith("Hello from");
            fixture.assertServed(context.getBean(GptLoad.class), 1);
        });
    }

    @Test
    void theRetriesOfTheSdkDoNotMultiplyOurs() {
        fixture.failForEver();
        runner.run(context -> {
            assertThatThrownBy(() -> context.getBean(ChatModel.class).call("hi"))
                    .isInstanceOf(RuntimeException.class);
            assertThat(fixture.provider.calls()).isEqualTo(ProviderFixture.FAILING_CALL);
        });
    }

    @Test
    void aClientOfTheApplicationsOwnStays() {
        Client own = Client.builder().apiKey("own").build();
        runner.withBean(Client.class, () -> own)
                .run(context -> assertThat(context.getBean(Client.class)).isSameAs(own));
    }

    @Test
    void withoutAKeyItIsLeftToSpringAi() {
        runner.withPropertyValues("spring.ai.google.genai.api-key=")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("Incomplete Google GenAI configuration"));
    }
}
