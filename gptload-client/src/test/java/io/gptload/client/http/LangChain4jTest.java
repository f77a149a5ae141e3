package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.gptload.client.GptLoad;
import io.gptload.client.http.jdk.GptLoadHttpClient;
import io.gptload.client.wire.Channel;
import io.gptload.simulator.Fault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LangChain4j's models over the wrapped JDK client. */
@Timeout(60)
class LangChain4jTest {

    private static final String ANYWHERE = "http://anywhere.invalid";

    /** A model of each kind. */
    enum Vendor {
        OPENAI(Channel.OPENAI),
        ANTHROPIC(Channel.ANTHROPIC),
        GEMINI(Channel.GEMINI);

        private final Channel channel;

        Vendor(Channel channel) {
            this.channel = channel;
        }

        private static HttpClientBuilder http(SdkFixture fixture) {
            return JdkHttpClient.builder().httpClientBuilder(GptLoadHttpClient.builder(fixture.group));
        }

        /** @param maxRetries {@code null} for the library's default */
        ChatModel blocking(SdkFixture fixture, @Nullable Integer maxRetries) {
            String key = GptLoad.PLACEHOLDER_KEY;
            return switch (this) {
                case OPENAI ->
                    OpenAiChatModel.builder()
                            .apiKey(key)
                            .baseUrl(ANYWHERE + "/v1")
                            .modelName("m-1")
                            .maxRetries(maxRetries)
                            .httpClientBuilder(http(fixture))
                            .build();
                case ANTHROPIC ->
                    AnthropicChatModel.builder()
                            .apiKey(key)
                            .baseUrl(ANYWHERE + "/v1")
                            .modelName("m-1")
                            .maxTokens(16)
                            .maxRetries(maxRetries)
                            .httpClientBuilder(http(fixture))
                            .build();
                case GEMINI ->
                    GoogleAiGeminiChatModel.builder()
                            .apiKey(key)
                            .baseUrl(ANYWHERE + "/v1beta")
                            .modelName("m-1")
                            .maxRetries(maxRetries)
                            .httpClientBuilder(http(fixture))
                            .build();
            };
        }

        StreamingChatModel streaming(SdkFixture fixture) {
            String key = GptLoad.PLACEHOLDER_KEY;
            return switch (this) {
                case OPENAI ->
                    OpenAiStreamingChatModel.builder()
                            .apiKey(key)
                            .baseUrl(ANYWHERE + "/v1")
                            .modelName("m-1")
                            .httpClientBuilder(http(fixture))
                            .build();
                case ANTHROPIC ->
                    AnthropicStreamingChatModel.builder()
                            .apiKey(key)
                            .baseUrl(ANYWHERE + "/v1")
                            .modelName("m-1")
                            .maxTokens(16)
                            .httpClientBuilder(http(fixture))
                            .build();
                case GEMINI ->
                    GoogleAiGeminiStreamingChatModel.builder()
                            .apiKey(key)
                            .baseUrl(ANYWHERE + "/v1beta")
                            .modelName("m-1")
                            .httpClientBuilder(http(fixture))
                            .build();
            };
        }
    }

    private static CompletableFuture<String> stream(StreamingChatModel model) {
        CompletableFuture<String> text = new CompletableFuture<>();
        model.chat("hi", new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                text.complete(response.aiMessage().text());
            }

            @Override
            public void onError(Throwable error) {
                text.completeExceptionally(error);
            }
        });
        return text;
    }

    @ParameterizedTest
    @EnumSource
    void chats(Vendor vendor) {
        try (SdkFixture fixture = new SdkFixture(vendor.channel)) {
            ChatModel model = vendor.blocking(fixture, null);
            for (int i = 0; i < 4; i++) {
                assertThat(model.chat("hi")).isEqualTo("Hello from m-1");
            }
            fixture.assertServed(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void streams(Vendor vendor) throws Exception {
        try (SdkFixture fixture = new SdkFixture(vendor.channel)) {
            assertThat(stream(vendor.streaming(fixture)).get(10, TimeUnit.SECONDS))
                    .isEqualTo("Hello from m-1");
            fixture.assertServed(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancellingAStreamCancelsTheUpstream(Vendor vendor) throws Exception {
        try (SdkFixture fixture = new SdkFixture(vendor.channel)) {
            fixture.streamSlowly();
            CountDownLatch cancelled = new CountDownLatch(1);
            vendor.streaming(fixture).chat("hi", new StreamingChatResponseHandler() {
                @Override
                public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
                    context.streamingHandle().cancel();
                    cancelled.countDown();
                }

                @Override
                public void onCompleteResponse(ChatResponse response) {}

                @Override
                public void onError(Throwable error) {}
            });
            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
            fixture.assertUpstreamLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokenStreamIsAnError(Vendor vendor) {
        try (SdkFixture fixture = new SdkFixture(vendor.channel)) {
            fixture.simulator.fail(Fault.cutStream(1));
            CompletableFuture<String> text = stream(vendor.streaming(fixture));
            assertThatThrownBy(() -> text.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            fixture.assertNoKeyHeld();
        }
    }

    @ParameterizedTest
    @EnumSource
    void itsRetriesCanBeTurnedOff(Vendor vendor) {
        try (SdkFixture fixture = new SdkFixture(vendor.channel)) {
            fixture.failForEver();
            ChatModel model = vendor.blocking(fixture, 0);
            assertThatThrownBy(() -> model.chat("hi")).isInstanceOf(InternalServerException.class);
            assertThat(fixture.simulator.calls()).isEqualTo(SdkFixture.FAILING_CALL);
        }
    }

    /** It does not read {@code x-should-retry}: each of its two retries is a call of ours. */
    @ParameterizedTest
    @EnumSource
    void itsRetriesMultiplyOursUnlessTurnedOff(Vendor vendor) {
        try (SdkFixture fixture = new SdkFixture(vendor.channel)) {
            fixture.failForEver();
            ChatModel model = vendor.blocking(fixture, null);
            assertThatThrownBy(() -> model.chat("hi")).isInstanceOf(InternalServerException.class);
            assertThat(fixture.simulator.calls())
                    .isBetween((long) SdkFixture.FAILING_CALL, 3L * SdkFixture.FAILING_CALL);
        }
    }

    @ParameterizedTest
    @EnumSource
    void limitedKeysAreItsOwnException(Vendor vendor) {
        try (SdkFixture fixture = new SdkFixture(vendor.channel)) {
            fixture.limitAllKeys();
            ChatModel model = vendor.blocking(fixture, 0);
            assertThatThrownBy(() -> model.chat("hi")).isInstanceOf(RateLimitException.class);
            assertThat(fixture.simulator.calls()).isEqualTo(SdkFixture.LIMITED_CALL);
        }
    }
}
