package io.gptload.spring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.GptLoad;
import io.gptload.spring.autoconfigure.GptLoadAutoConfiguration;
import io.gptload.spring.autoconfigure.GptLoadHttpClientAutoConfiguration;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/** RestClient, RestTemplate and WebClient as Spring Boot makes them; nothing about the pool in the code that calls. */
@Timeout(60)
class SpringClientsTest {

    private static final String URL = "https://" + ProviderFixture.HOST + "/v1/chat/completions";
    private static final Map<String, Object> CHAT =
            Map.of("model", "m-1", "messages", List.of(Map.of("role", "user", "content", "hi")));
    private static final Map<String, Object> STREAM =
            Map.of("model", "m-1", "stream", true, "messages", List.of(Map.of("role", "user", "content", "hi")));

    private final ProviderFixture fixture = new ProviderFixture();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GptLoadAutoConfiguration.class,
                    GptLoadHttpClientAutoConfiguration.class,
                    HttpMessageConvertersAutoConfiguration.class,
                    HttpClientAutoConfiguration.class,
                    ImperativeHttpClientAutoConfiguration.class,
                    ReactiveHttpClientAutoConfiguration.class,
                    RestClientAutoConfiguration.class,
                    RestTemplateAutoConfiguration.class,
                    WebClientAutoConfiguration.class))
            .withPropertyValues(fixture.properties("openai"));

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static RestClient restClient(AssertableApplicationContext context) {
        return context.getBean(RestClient.Builder.class)
                .defaultHeader("Authorization", "Bearer " + GptLoad.PLACEHOLDER_KEY)
                .build();
    }

    private static WebClient webClient(AssertableApplicationContext context) {
        return context.getBean(WebClient.Builder.class)
                .defaultHeader("Authorization", "Bearer " + GptLoad.PLACEHOLDER_KEY)
                .build();
    }

    private static String chat(RestClient client) {
        return client.post()
                .uri(URL)
                .contentType(MediaType.APPLICATION_JSON)
                .body(CHAT)
                .retrieve()
                .body(String.class);
    }

    private static String chat(WebClient client) {
        return client.post()
                .uri(URL)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(CHAT)
                .retrieve()
                .bodyToMono(String.class)
                .block(Duration.ofSeconds(20));
    }

    @Test
    void restClientChats() {
        runner.run(context -> {
            for (int i = 0; i < 3; i++) {
                assertThat(chat(restClient(context))).contains("Hello from m-1");
            }
            fixture.assertServed(context.getBean(GptLoad.class), 3);
        });
    }

    @Test
    void restClientStreams() {
        fixture.provider.chunkDelay(Duration.ofMillis(5));
        runner.run(context -> {
            List<String> events = restClient(context)
                    .post()
                    .uri(URL)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(STREAM)
                    .exchange((request, response) -> new BufferedReader(
                                    new InputStreamReader(response.getBody(), StandardCharsets.UTF_8))
                            .lines()
                            .filter(line -> line.startsWith("data:"))
                            .toList());
            assertThat(events).hasSizeGreaterThan(3).last().isEqualTo("data: [DONE]");
            fixture.assertServed(context.getBean(GptLoad.class), 1);
        });
    }

    @Test
    void restTemplateChats() {
        runner.run(context -> {
            RestTemplate template = context.getBean(RestTemplateBuilder.class).build();
            assertThat(template.postForObject(URL, CHAT, String.class)).contains("Hello from m-1");
            fixture.assertServed(context.getBean(GptLoad.class), 1);
        });
    }

    @Test
    void webClientChats() {
        runner.run(context -> {
            for (int i = 0; i < 3; i++) {
                assertThat(chat(webClient(context))).contains("Hello from m-1");
            }
            fixture.assertServed(context.getBean(GptLoad.class), 3);
        });
    }

    @Test
    void webClientStreams() {
        fixture.provider.chunkDelay(Duration.ofMillis(5));
        runner.run(context -> {
            List<String> events = webClient(context)
                    .post()
                    .uri(URL)
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(STREAM)
                    .accept(MediaType.TEXT_EVENT_STREAM)
                    .retrieve()
                    .bodyToFlux(String.class)
                    .collectList()
                    .block(Duration.ofSeconds(20));
            assertThat(events).hasSizeGreaterThan(3).last().isEqualTo("[DONE]");
            fixture.assertServed(context.getBean(GptLoad.class), 1);
        });
    }

    @Test
    void webClientThatStopsReadingCancelsUpstream() {
        fixture.provider.chunkDelay(Duration.ofMillis(2000));
        runner.run(context -> {
            webClient(context)
                    .post()
                    .uri(URL)
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(STREAM)
                    .retrieve()
                    .bodyToFlux(String.class)
                    .blockFirst(Duration.ofSeconds(20));
            assertThat(fixture.server.awaitDisconnects(1, Duration.ofSeconds(10)))
                    .isTrue();
        });
    }

    @Test
    void failuresAreTheProvidersOwn() {
        fixture.failForEver();
        runner.run(context -> {
            assertThatThrownBy(() -> chat(restClient(context)))
                    .isInstanceOf(HttpServerErrorException.ServiceUnavailable.class);
            assertThat(fixture.provider.calls()).isEqualTo(ProviderFixture.FAILING_CALL);
            assertThatThrownBy(() -> chat(webClient(context)))
                    .isInstanceOf(WebClientResponseException.ServiceUnavailable.class);
        });
    }

    @Test
    void otherHostsAreLeftAlone() {
        runner.run(context -> {
            String direct = fixture.server.baseUrl() + "/v1/models";
            assertThatThrownBy(() ->
                            restClient(context).get().uri(direct).retrieve().body(String.class))
                    .hasMessageContaining("401");
            assertThatThrownBy(() -> webClient(context)
                            .get()
                            .uri(direct)
                            .retrieve()
                            .bodyToMono(String.class)
                            .block(Duration.ofSeconds(20)))
                    .hasMessageContaining("401");
            assertThat(fixture.provider.calls()).isEqualTo(2);
        });
    }

    @Test
    void withoutSpringBootAGroupIsGivenByHand() {
        runner.run(context -> {
            GptLoad engine = context.getBean(GptLoad.class);
            RestClient rest = RestClient.builder()
                    .requestFactory(GptLoadRequestFactory.of(engine.group("g")))
                    .build();
            WebClient web = WebClient.builder()
                    .clientConnector(GptLoadConnectors.of(engine.group("g")))
                    .build();
            assertThat(chat(rest)).contains("Hello from m-1");
            assertThat(chat(web)).contains("Hello from m-1");
            fixture.assertServed(engine, 2);
        });
    }

    @Test
    void aProxyWebClientCannotUseIsRefusedAtItsFirstCall() {
        runner.withPropertyValues("gptload.groups.g.settings.proxy-url=socks5://u:leakcanary@proxy.example")
                .run(context -> assertThatThrownBy(() -> chat(webClient(context)))
                        .hasStackTraceContaining("Group 'g' has a proxy-url that WebClient cannot use"));
    }
}
