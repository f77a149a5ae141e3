package io.gptload.spring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.spring.autoconfigure.GptLoadAutoConfiguration;
import io.gptload.spring.autoconfigure.GptLoadHttpClientAutoConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.StreamingChatModel;
import org.springframework.ai.model.ollama.autoconfigure.OllamaApiAutoConfiguration;
import org.springframework.ai.model.ollama.autoconfigure.OllamaChatAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.ai.retry.autoconfigure.SpringAiRetryAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

/** A model that Spring AI asks through RestClient and, when it streams, WebClient: Ollama with keys, as its cloud wants them. */
@Timeout(60)
class SpringAiOllamaTest {

    private static final String DEAD = "sk-leakcanary-dead-1";
    private static final String LIMITED = "sk-leakcanary-limited-1";
    private static final String HEALTHY = "sk-leakcanary-healthy-1";

    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final MockWebServer cloud = new MockWebServer();
    private volatile boolean broken;

    @BeforeEach
    void start() throws IOException {
        cloud.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String key = String.valueOf(request.getHeaders().get("Authorization"))
                        .replaceFirst("Bearer ", "");
                calls.merge(key, 1, Integer::sum);
                boolean stream = request.getBody().utf8().contains("\"stream\":true");
                return broken ? new MockResponse.Builder().code(503).build() : answer(key, stream);
            }
        });
        cloud.start();
    }

    private static MockResponse answer(String key, boolean stream) {
        return switch (key) {
            case HEALTHY ->
                new MockResponse.Builder()
                        .setHeader("Content-Type", stream ? "application/x-ndjson" : "application/json")
                        .body("""
                                {"model":"m-1","created_at":"2026-11-21T00:00:00Z",\
                                "message":{"role":"assistant","content":"Hello"},"done":true,"done_reason":"stop"}
                                """)
                        .build();
            case LIMITED ->
                new MockResponse.Builder()
                        .code(429)
                        .setHeader("Retry-After", "60")
                        .body("{\"error\":\"too many requests\"}")
                        .build();
            default ->
                new MockResponse.Builder()
                        .code(401)
                        .body("{\"error\":\"unauthorized\"}")
                        .build();
        };
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        GptLoadAutoConfiguration.class,
                        GptLoadHttpClientAutoConfiguration.class,
                        HttpMessageConvertersAutoConfiguration.class,
                        HttpClientAutoConfiguration.class,
                        ImperativeHttpClientAutoConfiguration.class,
                        ReactiveHttpClientAutoConfiguration.class,
                        RestClientAutoConfiguration.class,
                        WebClientAutoConfiguration.class,
                        ToolCallingAutoConfiguration.class,
                        SpringAiRetryAutoConfiguration.class,
                        OllamaApiAutoConfiguration.class,
                        OllamaChatAutoConfiguration.class))
                .withPropertyValues(
                        "spring.ai.ollama.base-url=https://ollama.example.invalid",
                        "spring.ai.ollama.chat.model=m-1",
                        "spring.ai.retry.max-attempts=0",
                        "gptload.groups.ollama.upstreams=http://127.0.0.1:" + cloud.getPort(),
                        "gptload.groups.ollama.keys=" + String.join(",", DEAD, LIMITED, HEALTHY),
                        "gptload.groups.ollama.settings.max-retries=1",
                        "gptload.groups.ollama.settings.blacklist-threshold=1",
                        "gptload.routes[0].host=ollama.example.invalid",
                        "gptload.routes[0].group=ollama");
    }

    private void eachBadKeyWasFoundOutOnce() {
        assertThat(calls).containsEntry(DEAD, 1);
        assertThat(calls.getOrDefault(LIMITED, 0)).isLessThanOrEqualTo(1);
    }

    @Test
    void chats() {
        runner().run(context -> {
            for (int i = 0; i < 3; i++) {
                assertThat(context.getBean(ChatModel.class).call("hi")).isEqualTo("Hello");
            }
            assertThat(calls).containsEntry(HEALTHY, 3);
            eachBadKeyWasFoundOutOnce();
        });
    }

    @Test
    void streams() {
        runner().run(context -> {
            for (int i = 0; i < 3; i++) {
                List<String> parts = context.getBean(StreamingChatModel.class).stream("hi")
                        .collectList()
                        .block(Duration.ofSeconds(20));
                assertThat(parts).contains("Hello");
            }
            assertThat(calls).containsEntry(HEALTHY, 3);
            eachBadKeyWasFoundOutOnce();
        });
    }

    @Test
    void itsRetriesCanBeSwitchedOff() {
        broken = true;
        runner().run(context -> {
            assertThatThrownBy(() -> context.getBean(ChatModel.class).call("hi"))
                    .hasStackTraceContaining("503");
            assertThat(cloud.getRequestCount()).isEqualTo(1); // a path that is not known to be safe to repeat
        });
    }
}
