package io.gptload.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins, when they may call. */
class CorsTest {

    private static final String NAMED = "https://console.example";

    @TempDir
    static Path folder;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "origin");
        gateway = RunningGateway.in(folder)
                .with("ENABLE_CORS", "true")
                .with("ALLOWED_ORIGINS", "*," + NAMED)
                .with("ALLOWED_METHODS", "GET, POST")
                .with("ALLOWED_HEADERS", "Authorization,X-Api-Key")
                .with("ALLOW_CREDENTIALS", "true")
                .start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpHeaders from(String origin) {
        return gateway.call("GET", "/health", null, Map.of("Origin", origin)).headers();
    }

    @Test
    void anOriginIsToldThatItMayCall() {
        HttpHeaders headers = from("http://a");
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).contains("http://a");
        assertThat(headers.firstValue("Access-Control-Allow-Methods")).contains("GET, POST");
        assertThat(headers.firstValue("Access-Control-Allow-Headers")).contains("Authorization, X-Api-Key");
        assertThat(headers.allValues("Vary")).contains("Origin");
    }

    @Test
    void onlyAnOriginThatIsNamedMaySendCredentials() {
        assertThat(from("http://a").firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(from("null").firstValue("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(from("*").firstValue("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(from(NAMED).firstValue("Access-Control-Allow-Credentials")).contains("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/anything", "/api/groups", "/proxy/none/v1/models", "/health"})
    void aPreflightIsAnsweredEverywhereWithoutAKey(String path) {
        Answer answer = gateway.call(
                "OPTIONS", path, null, Map.of("Origin", "http://a", "Access-Control-Request-Method", "POST"));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("http://a");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aRefusalCanBeReadByThePageToo() {
        Answer answer = gateway.call("GET", "/api/groups", null, Map.of("Origin", "http://a"));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("http://a");
    }

    @Test
    void withoutAnOriginNothingIsAllowed() {
        Answer answer = gateway.call("GET", "/health", null, Map.of());
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
}
