package io.gptload.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every answer that is not the proxy's. */
class FrameTest {

    @TempDir
    static Path folder;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Sends the path as it stands; HTTP clients would tidy it up. */
    private static String rawStatus(String method, String path, String header) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            String request =
                    method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(9, 12);
        }
    }

    @Test
    void healthNeedsNoKey() {
        Answer answer = gateway.apiWithoutKey("GET", "/health", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asString()).isEqualTo("healthy");
        assertThat(answer.json().path("timestamp").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(Instant.parse(answer.json().path("timestamp").asString())).isBefore(Instant.now());
        assertThat(answer.json().path("uptime").asString()).matches("(\\d+h)?(\\d+m)?[0-9.]+(s|ms|µs)");
        assertThat(gateway.apiWithoutKey("HEAD", "/health", null).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/nope",
        "PATCH, /api/channel-types",
        "DELETE, /health",
        "POST, /health",
        "GET, /api",
        "GET, /api/",
        "GET, /proxy",
        "GET, /error",
        "OPTIONS, /api/channel-types",
        "GET, /api/channel-types/more"
    })
    void whatDoesNotExistIsNotFoundWithoutAKey(String method, String path) {
        Answer answer = gateway.apiWithoutKey(method, path, null);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"error\":\"Not Found\"}");
    }

    @Test
    void whatExistsAsksForTheKey() {
        Answer answer = gateway.apiWithoutKey("GET", "/api/channel-types", null);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("UNAUTHORIZED");
        assertThat(answer.json().has("data")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Api-Key", "X-Goog-Api-Key", "x-api-key"})
    void theKeyMayComeInAHeader(String header) {
        assertThat(gateway.call("GET", "/api/channel-types", null, Map.of(header, RunningGateway.AUTH_KEY))
                        .status())
                .isEqualTo(200);
        assertThat(gateway.call("GET", "/api/channel-types", null, Map.of(header, RunningGateway.AUTH_KEY + "x"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theKeyMayComeInTheQueryAndCountsBeforeTheHeader() {
        String key = URLEncoder.encode(RunningGateway.AUTH_KEY, StandardCharsets.UTF_8);
        assertThat(gateway.call("GET", "/api/channel-types?key=" + key, null, Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(gateway.api("GET", "/api/channel-types?key=wrong").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer ", "Bearer", "Basic ", "Bearer  "})
    void onlyABearerSpelledExactlySoCounts(String scheme) {
        assertThat(gateway.call(
                                "GET",
                                "/api/channel-types",
                                null,
                                Map.of("Authorization", scheme + RunningGateway.AUTH_KEY))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proxy/../api/channel-types",
                "/proxy/%2e%2e/api/channel-types",
                "/proxy/g/../../api/channel-types",
                "//api/channel-types",
                "/api//channel-types",
                "/api;x=1/channel-types",
                "/api/channel-types;x=1",
                "/health;/../api/channel-types",
                "/health/../api/channel-types",
                "/api%2Fchannel-types",
                "/api/./channel-types",
                "/api/channel-types/.",
                "/api/x/..;/channel-types",
                "/api/%2e/channel-types",
                "/api/auth/login/../../channel-types",
                "/api/integration/info/%2e%2e/%2e%2e/channel-types"
            })
    void anOddPathLeadsNowhereWithOrWithoutTheKey(String path) throws IOException {
        assertThat(rawStatus("GET", path, "")).isIn("404", "400");
        assertThat(rawStatus("GET", path, "Authorization: Bearer " + RunningGateway.AUTH_KEY + "\r\n"))
                .isIn("404", "400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%61pi/channel-types", "/api/channel-type%73", "/api/channel-types?x=/health"})
    void anEscapedLetterDoesNotGoAroundTheKey(String path) throws IOException {
        assertThat(rawStatus("GET", path, "")).isEqualTo("401");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/../proxy/g/v1/models", "/health/%2e%2e/proxy/g/v1", "//proxy/g/v1"})
    void anOddPathDoesNotReachTheProxy(String path) throws IOException {
        assertThat(rawStatus("GET", path, "Authorization: Bearer " + RunningGateway.AUTH_KEY + "\r\n"))
                .isEqualTo("404");
    }

    @Test
    void aTrailingSlashIsRedirected() {
        Answer get = gateway.apiWithoutKey("GET", "/api/channel-types/?a=b", null);
        assertThat(get.status()).isEqualTo(301);
        assertThat(get.header("Location")).isEqualTo("/api/channel-types?a=b");
        Answer post = gateway.apiWithoutKey("POST", "/api/channel-types/", "{}");
        assertThat(post.status()).isEqualTo(307);
        assertThat(gateway.apiWithoutKey("GET", "/api/nope/", null).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/api/channel-types", "/api/nope", "/proxy/none/v1/models", "/"})
    void everyAnswerOfOursCarriesTheSecurityHeaders(String path) {
        Answer answer = gateway.apiWithoutKey("GET", path, null);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
        assertThat(answer.header("Permissions-Policy"))
                .isEqualTo("camera=(), microphone=(), geolocation=(), payment=(), usb=()");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("SAMEORIGIN");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
    }

    @Test
    void whoCameOverTlsIsToldToStayThere() {
        Answer answer = gateway.call("GET", "/api/nope", null, Map.of("X-Forwarded-Proto", "https"));
        assertThat(answer.header("Strict-Transport-Security")).startsWith("max-age=31536000");
        assertThat(gateway.call("GET", "/api/nope", null, Map.of()).header("Strict-Transport-Security"))
                .isEmpty();
    }

    @Test
    void answersAreUtf8Json() {
        assertThat(gateway.api("GET", "/api/channel-types").header("Content-Type"))
                .isEqualToIgnoringCase("application/json;charset=utf-8");
        assertThat(gateway.apiWithoutKey("GET", "/api/nope", null).header("Content-Type"))
                .isEqualToIgnoringCase("application/json;charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource({
        "en, Success",
        "en-GB;q=0.3, Success",
        "'EN-us,zh', Success",
        "ja, 成功しました",
        "zh-TW, 成功",
        "fr, 成功",
        "'fr,en', 成功",
        "*, 成功"
    })
    void theFirstLanguageAskedForCounts(String language, String message) {
        Answer answer = gateway.call(
                "GET",
                "/api/channel-types",
                null,
                Map.of("X-Api-Key", RunningGateway.AUTH_KEY, "Accept-Language", language));
        assertThat(answer.message()).isEqualTo(message);
    }

    @Test
    void chineseIsSpokenToThoseWhoDoNotSay() {
        assertThat(gateway.call("GET", "/api/channel-types", null, Map.of("X-Api-Key", RunningGateway.AUTH_KEY))
                        .message())
                .isEqualTo("成功");
    }

    @Test
    void noAcceptHeaderIsRefused() {
        assertThat(gateway.call(
                                "GET",
                                "/api/channel-types",
                                null,
                                Map.of("X-Api-Key", RunningGateway.AUTH_KEY, "Accept", "text/html"))
                        .status())
                .isEqualTo(200);
    }
}
