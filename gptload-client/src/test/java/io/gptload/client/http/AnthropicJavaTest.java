package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.AsyncStreamResponse;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import io.gptload.client.GptLoad;
import io.gptload.client.http.anthropic.GptLoadAnthropicInterceptor;
import io.gptload.client.wire.Channel;
import io.gptload.simulator.Fault;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** anthropic-java with nothing but the interceptor added; its retries left as they are. */
@Timeout(60)
class AnthropicJavaTest {

    private final SdkFixture fixture = new SdkFixture(Channel.ANTHROPIC);
    private final GptLoadAnthropicInterceptor interceptor = GptLoadAnthropicInterceptor.of(fixture.group);
    private final AnthropicClient client = client();

    private AnthropicClient client() {
        return AnthropicOkHttpClient.builder()
                .apiKey(GptLoad.PLACEHOLDER_KEY)
                .baseUrl("http://anywhere.invalid")
                .addInterceptor(interceptor)
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        fixture.close();
    }

    private static MessageCreateParams hello() {
        return MessageCreateParams.builder()
                .model("m-1")
                .maxTokens(16)
                .addUserMessage("hi")
                .build();
    }

    private static String text(Message message) {
        return message.content().get(0).asText().text();
    }

    private static String text(StreamResponse<RawMessageStreamEvent> events) {
        return events.stream()
                .flatMap(event -> event.contentBlockDelta().stream())
                .flatMap(delta -> delta.delta().text().stream())
                .map(delta -> delta.text())
                .collect(Collectors.joining());
    }

    @Test
    void messages() {
        for (int i = 0; i < 4; i++) {
            assertThat(text(client.messages().create(hello()))).isEqualTo("Hello from m-1");
        }
        fixture.assertServed(4);
    }

    @Test
    void messagesWithoutBlocking() throws Exception {
        assertThat(text(client.async().messages().create(hello()).get(20, TimeUnit.SECONDS)))
                .isEqualTo("Hello from m-1");
        fixture.assertServed(1);
    }

    @Test
    void streams() {
        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(hello())) {
            assertThat(text(events)).isEqualTo("Hello from m-1");
        }
        fixture.assertServed(1);
    }

    @Test
    void streamsWithoutBlocking() throws Exception {
        StringBuilder text = new StringBuilder();
        client.async()
                .messages()
                .createStreaming(hello())
                .subscribe(event -> event.contentBlockDelta()
                        .flatMap(delta -> delta.delta().text())
                        .ifPresent(delta -> text.append(delta.text())))
                .onCompleteFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(text).hasToString("Hello from m-1");
        fixture.assertServed(1);
    }

    @Test
    void clientsAreClosedOneByOne() throws Exception {
        client().close();

        assertThat(text(client.async().messages().create(hello()).get(20, TimeUnit.SECONDS)))
                .isEqualTo("Hello from m-1");
    }

    @Test
    void closingAStreamCancelsTheUpstream() throws Exception {
        fixture.streamSlowly();
        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(hello())) {
            assertThat(events.stream().findFirst()).isPresent();
        }
        fixture.assertUpstreamLeft();
    }

    @Test
    void closingAStreamWithoutBlockingCancelsTheUpstream() throws Exception {
        fixture.streamSlowly();
        CountDownLatch first = new CountDownLatch(1);
        AsyncStreamResponse<RawMessageStreamEvent> events =
                client.async().messages().createStreaming(hello()).subscribe(event -> first.countDown());
        assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
        events.close();
        fixture.assertUpstreamLeft();
    }

    @Test
    void brokenStreamIsAnException() {
        fixture.simulator.fail(Fault.cutStream(4));
        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(hello())) {
            assertThatThrownBy(() -> text(events)).isInstanceOf(AnthropicIoException.class);
        }
        fixture.assertNoKeyHeld();
    }

    @Test
    void itsRetriesDoNotMultiplyOurs() {
        fixture.failForEver();
        assertThatThrownBy(() -> client.messages().create(hello())).isInstanceOf(InternalServerException.class);
        assertThat(fixture.simulator.calls()).isEqualTo(SdkFixture.FAILING_CALL);
    }

    @Test
    void limitedKeysAreItsOwnException() {
        fixture.limitAllKeys();
        assertThatThrownBy(() -> client.messages().create(hello())).isInstanceOf(RateLimitException.class);
        assertThat(fixture.simulator.calls()).isEqualTo(SdkFixture.LIMITED_CALL);
    }
}
