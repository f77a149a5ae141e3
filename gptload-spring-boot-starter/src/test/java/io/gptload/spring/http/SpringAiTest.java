package io.gptload.spring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.GptLoad;
import io.gptload.spring.autoconfigure.GptLoadAutoConfiguration;
import io.gptload.spring.autoconfigure.GptLoadSpringAiAutoConfiguration;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.StreamingChatModel;
import org.springframework.ai.model.anthropic.autoconfigure.AnthropicChatAutoConfiguration;
import org.springframework.ai.model.openai.autoconfigure.OpenAiChatAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The models Spring AI configures, their retries as they are; all the application does is to name a host and a group. */
@Timeout(60)
class SpringAiTest {

    private final ProviderFixture fixture = new ProviderFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private ApplicationContextRunner runner(String vendor) {
        boolean openAi = vendor.equals("openai");
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        GptLoadAutoConfiguration.class,
                        GptLoadSpringAiAutoConfiguration.class,
                        ToolCallingAutoConfiguration.class,
                        openAi ? OpenAiChatAutoConfiguration.class : AnthropicChatAutoConfiguration.class))
                .withPropertyValues(fixture.properties(vendor))
                .withPropertyValues(
                        "spring.ai." + vendor + ".api-key=" + GptLoad.PLACEHOLDER_KEY,
                        "spring.ai." + vendor + ".base-url=https://" + ProviderFixture.HOST + (openAi ? "/v1" : ""),
                        "spring.ai." + vendor + ".chat.model=m-1",
                        "spring.ai." + vendor + ".chat.options.model=m-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void chats(String vendor) {
        runner(vendor).run(context -> {
            ChatModel model = context.getBean(ChatModel.class);
            for (int i = 0; i < 3; i++) {
                assertThat(model.call("hi")).startsWith("Hello from");
            }
            fixture.assertServed(context.getBean(GptLoad.class), 3);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void streams(String vendor) {
        runner(vendor).run(context -> {
            List<String> parts = context.getBean(StreamingChatModel.class).stream("hi")
                    .collectList()
                    .block(Duration.ofSeconds(20));
            assertThat(String.join("", parts)).startsWith("Hello from");
            fixture.assertServed(context.getBean(GptLoad.class), 1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void itsRetriesDoNotMultiplyOurs(String vendor) {
        fixture.failForEver();
        runner(vendor).run(context -> {
            assertThatThrownBy(() -> context.getBean(ChatModel.class).call("hi"))
                    .hasMessageContaining("503");
            assertThat(fixture.provider.calls()).isEqualTo(ProviderFixture.FAILING_CALL);
        });
    }
}
