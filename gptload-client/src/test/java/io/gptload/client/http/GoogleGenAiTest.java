package io.gptload.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import io.gptload.client.GptLoad;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import io.gptload.client.wire.Channel;
import io.gptload.simulator.Fault;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** google-genai on a client of the interceptor's making; its retries left as they are. */
@Timeout(60)
class GoogleGenAiTest {

    private final SdkFixture fixture = new SdkFixture(Channel.GEMINI);
    private final Client client = Client.builder()
            .apiKey(GptLoad.PLACEHOLDER_KEY)
            .httpOptions(
                    HttpOptions.builder().baseUrl("http://anywhere.invalid").build())
            .clientOptions(ClientOptions.builder()
                    .customHttpClient(GptLoadInterceptor.of(fixture.group).newClient())
                    .build())
            .build();

    @AfterEach
    void stop() {
        client.close();
        fixture.close();
    }

    @Test
    void generates() {
        for (int i = 0; i < 4; i++) {
            assertThat(client.models.generateContent("m-1", "hi", null).text()).isEqualTo("Hello from m-1");
        }
        fixture.assertServed(4);
    }

    @Test
    void generatesWithoutBlocking() throws Exception {
        assertThat(client.async
                        .models
                        .generateContent("m-1", "hi", null)
                        .get(20, TimeUnit.SECONDS)
                        .text())
                .isEqualTo("Hello from m-1");
        fixture.assertServed(1);
    }

    @Test
    void streams() throws Exception {
        StringBuilder text = new StringBuilder();
        try (ResponseStream<GenerateContentResponse> responses =
                client.models.generateContentStream("m-1", "hi", null)) {
            responses.forEach(response -> text.append(response.text()));
        }
        assertThat(text.toString()).contains("Hello", "from", "m-1");
        fixture.assertServed(1);
    }

    @Test
    void streamsWithoutBlocking() throws Exception {
        StringBuilder text = new StringBuilder();
        try (ResponseStream<GenerateContentResponse> responses =
                client.async.models.generateContentStream("m-1", "hi", null).get(20, TimeUnit.SECONDS)) {
            responses.forEach(response -> text.append(response.text()));
        }
        assertThat(text.toString()).contains("Hello", "from", "m-1");
        fixture.assertServed(1);
    }

    @Test
    void closingAStreamCancelsTheUpstream() throws Exception {
        fixture.streamSlowly();
        try (ResponseStream<GenerateContentResponse> responses =
                client.models.generateContentStream("m-1", "hi", null)) {
            assertThat(responses.iterator().next().text()).isNotEmpty();
        }
        fixture.assertUpstreamLeft();
    }

    @Test
    void brokenStreamIsAnException() {
        fixture.simulator.fail(Fault.cutStream(1));
        assertThatThrownBy(() -> {
                    try (ResponseStream<GenerateContentResponse> responses =
                            client.models.generateContentStream("m-1", "hi", null)) {
                        responses.forEach(GenerateContentResponse::text);
                    }
                })
                .isInstanceOf(RuntimeException.class);
        fixture.assertNoKeyHeld();
    }

    @Test
    void itsRetriesDoNotMultiplyOurs() {
        fixture.failForEver();
        assertThatThrownBy(() -> client.models.generateContent("m-1", "hi", null))
                .isInstanceOf(ServerException.class);
        assertThat(fixture.simulator.calls()).isEqualTo(SdkFixture.FAILING_CALL);
    }

    @Test
    void limitedKeysAreItsOwnException() {
        fixture.limitAllKeys();
        assertThatThrownBy(() -> client.models.generateContent("m-1", "hi", null))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("429");
        assertThat(fixture.simulator.calls()).isEqualTo(SdkFixture.LIMITED_CALL);
    }
}
