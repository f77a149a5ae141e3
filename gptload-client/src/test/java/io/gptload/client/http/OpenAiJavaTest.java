package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import io.gptload.client.GptLoad;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import io.gptload.client.wire.Channel;
import io.gptload.simulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** openai-java with nothing but the interceptor added; its retries left as they are. */
@Timeout(60)
class OpenAiJavaTest {

    private final SdkFixture fixture = new SdkFixture(Channel.OPENAI);
    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .apiKey(GptLoad.PLACEHOLDER_KEY)
            .baseUrl("http://anywhere.invalid/v1")
            .addInterceptor(GptLoadInterceptor.of(fixture.group))
            .build();

    @AfterEach
    void stop() {
        client.close();
        fixture.close();
    }

    private static ChatCompletionCreateParams chat() {
        return ChatCompletionCreateParams.builder()
                .model("m-1")
                .addUserMessage("hi")
                .build();
    }

    private static String text(StreamResponse<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
    }

    @Test
    void chats() {
        for (int i = 0; i < 4; i++) {
            assertThat(client.chat()
                            .completions()
                            .create(chat())
                            .choices()
                            .get(0)
                            .message()
                            .content())
                    .hasValue("Hello from m-1");
        }
        fixture.assertServed(4);
    }

    @Test
    void chatsWithoutBlocking() throws Exception {
        assertThat(client.async()
                        .chat()
                        .completions()
                        .create(chat())
                        .get(20, TimeUnit.SECONDS)
                        .choices()
                        .get(0)
                        .message()
                        .content())
                .hasValue("Hello from m-1");
        fixture.assertServed(1);
    }

    @Test
    void streams() {
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(chat())) {
            assertThat(text(chunks)).isEqualTo("Hello from m-1");
        }
        fixture.assertServed(1);
    }

    @Test
    void streamsWithoutBlocking() throws Exception {
        StringBuilder text = new StringBuilder();
        client.async()
                .chat()
                .completions()
                .createStreaming(chat())
                .subscribe(chunk -> chunk.choices()
                        .forEach(choice -> choice.delta().content().ifPresent(text::append)))
                .onCompleteFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(text).hasToString("Hello from m-1");
        fixture.assertServed(1);
    }

    @Test
    void responsesEmbeddingsAndModels() {
        assertThat(client.responses()
                        .create(ResponseCreateParams.builder()
                                .model("m-1")
                                .input("hi")
                                .build())
                        .output())
                .isNotEmpty();
        assertThat(client.embeddings()
                        .create(EmbeddingCreateParams.builder()
                                .model("m-1")
                                .input("hi")
                                .build())
                        .data())
                .isNotEmpty();
        assertThat(client.models().list().data()).isNotEmpty();
        fixture.assertServed(3);
    }

    @Test
    void responsesStreamWithoutBlocking() throws Exception {
        StringBuilder text = new StringBuilder();
        client.async()
                .responses()
                .createStreaming(
                        ResponseCreateParams.builder().model("m-1").input("hi").build())
                .subscribe(event -> event.outputTextDelta().ifPresent(delta -> text.append(delta.delta())))
                .onCompleteFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(text).hasToString("Hello from m-1");
        fixture.assertServed(1);
    }

    @Test
    void manyCallsWithoutBlocking() {
        List<CompletableFuture<ChatCompletion>> calls = Stream.generate(
                        () -> client.async().chat().completions().create(chat()))
                .limit(30)
                .toList();
        assertThat(calls)
                .allSatisfy(call -> assertThat(call)
                        .succeedsWithin(Duration.ofSeconds(20))
                        .satisfies(answer -> assertThat(answer.choices()).isNotEmpty()));
        assertThat(fixture.simulator.served(SdkFixture.HEALTHY)).isEqualTo(30);
    }

    @Test
    void closingAStreamCancelsTheUpstream() throws Exception {
        fixture.streamSlowly();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(chat())) {
            assertThat(chunks.stream().findFirst()).isPresent();
        }
        fixture.assertUpstreamLeft();
    }

    @Test
    void closingAStreamWithoutBlockingCancelsTheUpstream() throws Exception {
        fixture.streamSlowly();
        CountDownLatch first = new CountDownLatch(1);
        AsyncStreamResponse<ChatCompletionChunk> chunks =
                client.async().chat().completions().createStreaming(chat()).subscribe(chunk -> first.countDown());
        assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
        chunks.close();
        fixture.assertUpstreamLeft();
    }

    @Test
    void brokenStreamIsAnException() {
        fixture.simulator.fail(Fault.cutStream(3));
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(chat())) {
            assertThatThrownBy(() -> text(chunks)).isInstanceOf(OpenAIIoException.class);
        }
        fixture.assertNoKeyHeld();
    }

    @Test
    void itsRetriesDoNotMultiplyOurs() {
        fixture.failForEver();
        assertThatThrownBy(() -> client.chat().completions().create(chat()))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("had an error while processing");
        assertThat(fixture.simulator.calls()).isEqualTo(SdkFixture.FAILING_CALL);
    }

    @Test
    void limitedKeysAreItsOwnException() {
        fixture.limitAllKeys();
        assertThatThrownBy(() -> client.chat().completions().create(chat()))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("Rate limit reached");
        assertThat(fixture.simulator.calls()).isEqualTo(SdkFixture.LIMITED_CALL);
    }

    @Test
    void badRequestIsItsOwnException() {
        fixture.simulator.fail(Fault.status(400));
        assertThatThrownBy(() -> client.chat().completions().create(chat())).isInstanceOf(BadRequestException.class);
        assertThat(fixture.simulator.calls()).isEqualTo(1);
    }
}
