package io.gptload.gateway.blackbox;

import static io.gptload.gateway.blackbox.TestGroup.CHAT;
import static io.gptload.gateway.blackbox.TestGroup.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What of a client's request reaches the upstream, and in which form. */
class ProxyRequestTest {

    private static final String KEY = "sk-leakcanary-up-0001";

    @TempDir
    static Path folder;

    private static RecordingUpstream upstream;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        upstream = new RecordingUpstream();
        gateway = RunningGateway.start(folder);
        assertThat(gateway.api("PUT", "/api/settings", "{\"request_log_write_interval_minutes\":0}")
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        upstream.close();
    }

    @BeforeEach
    void forgetRequests() throws InterruptedException {
        upstream.answer(RecordingUpstream.json(200, "{\"ok\":true}"));
        upstream.forget();
    }

    private static TestGroup group(String fields) {
        return TestGroup.create(gateway, upstream.baseUrl(), fields, KEY);
    }

    private static RecordedRequest sent(Answer answer) throws InterruptedException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return upstream.take();
    }

    /** @param headers name, value, name, value */
    private static Answer send(TestGroup group, String path, String... headers) {
        Map<String, String> named = new HashMap<>(Map.of("X-Api-Key", RunningGateway.AUTH_KEY));
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], headers[i + 1]);
        }
        return gateway.call("POST", "/proxy/" + group.name() + path, HELLO, named);
    }

    @ParameterizedTest
    @CsvSource({
        "'',       /v1/chat/completions?x=1,     /v1/chat/completions?x=1",
        "/,        /v1/chat/completions,         /v1/chat/completions",
        "/base,    /v1/models,                   /base/v1/models",
        "/base/,   /v1/models?a=%20b&c=d+e&f,    /base/v1/models?a=%20b&c=d+e&f",
        "/a/b//,   /,                            /a/b/",
        "/api/v1,  /files/%E4%BD%A0%20x/(1)~,    /api/v1/files/%E4%BD%A0%20x/(1)~"
    })
    void thePathIsJoinedToTheBaseUrlAndKeepsItsBytes(String base, String path, String target) throws Exception {
        TestGroup group = TestGroup.create(gateway, upstream.baseUrl() + base, "{}", KEY);
        RecordedRequest request = sent(send(group, path));
        assertThat(request.getTarget()).isEqualTo(target);
        assertThat(request.getHeaders().get("Host"))
                .isEqualTo(upstream.baseUrl().substring("http://".length()));
    }

    @ParameterizedTest
    @CsvSource({"key={key}&b=2&a=1, b=2&a=1", "b=2&key={key}&a=1, b=2&a=1", "b=2&a=1&key={key}, b=2&a=1"})
    void theClientsKeyLeavesTheQueryAndTheRestKeepsItsOrder(String query, String left) throws Exception {
        TestGroup group = group("{}");
        String path = "/proxy/" + group.name() + CHAT + "?" + query.replace("{key}", RunningGateway.AUTH_KEY);
        RecordedRequest request = sent(gateway.call("POST", path, HELLO, Map.of()));
        assertThat(request.getTarget()).isEqualTo(CHAT + "?" + left);
        assertThat(request.toString()).doesNotContain(RunningGateway.AUTH_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "openai-response"})
    void openAiGetsTheKeyAsBearer(String channel) throws Exception {
        RecordedRequest request = sent(
                send(group("{\"channel_type\":\"" + channel + "\"}"), "/v1/responses?key=" + RunningGateway.AUTH_KEY));
        assertThat(request.getHeaders().values("Authorization")).containsExactly("Bearer " + KEY);
        assertThat(request.getHeaders().get("X-Api-Key")).isNull();
        assertThat(request.getTarget()).isEqualTo("/v1/responses");
    }

    @Test
    void anthropicGetsItsKeyAndAVersionUnlessTheClientNamesOne() throws Exception {
        TestGroup group = group("{\"channel_type\":\"anthropic\"}");
        RecordedRequest request = sent(send(group, "/v1/messages"));
        assertThat(request.getHeaders().values("x-api-key")).containsExactly(KEY);
        assertThat(request.getHeaders().get("Authorization")).isNull();
        assertThat(request.getHeaders().values("anthropic-version")).containsExactly("2023-06-01");

        request = sent(send(group, "/v1/messages", "anthropic-version", "2025-01-01", "anthropic-beta", "b1,b2"));
        assertThat(request.getHeaders().values("anthropic-version")).containsExactly("2025-01-01");
        assertThat(request.getHeaders().values("anthropic-beta")).containsExactly("b1,b2");
    }

    @Test
    void geminiGetsItsKeyInTheQueryAndOnTheOpenAiPathAsBearer() throws Exception {
        TestGroup group = group("{\"channel_type\":\"gemini\"}");
        RecordedRequest request = sent(gateway.call(
                "POST",
                "/proxy/" + group.name() + "/v1beta/models/gemini-x:streamGenerateContent?alt=sse",
                HELLO,
                Map.of("x-goog-api-key", RunningGateway.AUTH_KEY)));
        assertThat(request.getTarget()).startsWith("/v1beta/models/gemini-x:streamGenerateContent?");
        assertThat(request.getTarget()
                        .substring(request.getTarget().indexOf('?') + 1)
                        .split("&"))
                .containsExactlyInAnyOrder("alt=sse", "key=" + KEY);
        assertThat(request.getHeaders().get("x-goog-api-key")).isNull();
        assertThat(request.getHeaders().get("Authorization")).isNull();

        request = sent(group.post("/v1beta/openai/chat/completions?x=1", HELLO));
        assertThat(request.getTarget()).isEqualTo("/v1beta/openai/chat/completions?x=1");
        assertThat(request.getHeaders().values("Authorization")).containsExactly("Bearer " + KEY);
    }

    @Test
    void whatTheClientSaysOfItselfPassesAndNothingIsAdded() throws Exception {
        RecordedRequest request = sent(send(
                group("{}"),
                CHAT,
                "User-Agent",
                "my-app/1.0",
                "Accept-Encoding",
                "gzip;q=1, zstd",
                "Accept",
                "application/json",
                "X-Forwarded-For",
                "192.0.2.1",
                "Cookie",
                "a=b; c=d",
                "OpenAI-Organization",
                "org-1",
                "X-Empty",
                ""));
        assertThat(request.getHeaders().get("User-Agent")).isEqualTo("my-app/1.0");
        assertThat(request.getHeaders().get("Accept-Encoding")).isEqualTo("gzip;q=1, zstd");
        assertThat(request.getHeaders().get("X-Forwarded-For")).isEqualTo("192.0.2.1");
        assertThat(request.getHeaders().get("Cookie")).isEqualTo("a=b; c=d");
        assertThat(request.getHeaders().get("OpenAI-Organization")).isEqualTo("org-1");
        assertThat(request.getHeaders().get("X-Empty")).isEmpty();
        assertThat(request.getHeaders().names())
                .doesNotContain("Via", "Forwarded", "X-Request-Id", "X-Real-IP")
                .allSatisfy(name ->
                        assertThat(request.getHeaders().values(name)).as(name).hasSize(1));
    }

    @Test
    void headerRulesHaveTheLastWordAndTheirVariables() throws Exception {
        TestGroup group = group(
                "{\"header_rules\":[{\"key\":\"x-t\",\"value\":\"${GROUP_NAME}-${CLIENT_IP}\",\"action\":\"set\"},"
                        + "{\"key\":\"X-Time\",\"value\":\"${TIMESTAMP_MS}/${TIMESTAMP_S}\",\"action\":\"set\"},"
                        + "{\"key\":\"Authorization\",\"value\":\"Token ${API_KEY}\",\"action\":\"set\"},"
                        + "{\"key\":\"X-Literal\",\"value\":\"${UNKNOWN} $5\",\"action\":\"set\"},"
                        + "{\"key\":\"Host\",\"value\":\"elsewhere\",\"action\":\"set\"},"
                        + "{\"key\":\"User-Agent\",\"value\":\"\",\"action\":\"remove\"},"
                        + "{\"key\":\"X-Secret\",\"value\":\"\",\"action\":\"remove\"}]}");
        RecordedRequest request = sent(send(group, CHAT, "User-Agent", "my-app/1.0", "X-Secret", "s", "X-T", "mine"));
        assertThat(request.getHeaders().values("X-T")).containsExactly(group.name() + "-127.0.0.1");
        assertThat(request.getHeaders().values("Authorization")).containsExactly("Token " + KEY);
        assertThat(request.getHeaders().get("X-Literal")).isEqualTo("${UNKNOWN} $5");
        assertThat(request.getHeaders().get("X-Secret")).isNull();
        assertThat(String.valueOf(request.getHeaders().get("User-Agent"))).doesNotContain("my-app");
        assertThat(request.getHeaders().get("Host"))
                .isEqualTo(upstream.baseUrl().substring("http://".length()));
        String[] times = String.valueOf(request.getHeaders().get("X-Time")).split("/");
        assertThat(Instant.ofEpochMilli(Long.parseLong(times[0])))
                .isBetween(Instant.now().minusSeconds(30), Instant.now());
        assertThat(times[1]).isEqualTo(times[0].substring(0, times[0].length() - 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json {\"temperature\":1}",
                "null",
                "[{\"temperature\":1}]",
                "\"temperature\"",
                "{\"temperature\":1",
                "{\"temperature\":1} x",
                " "
            })
    void aBodyThatIsNoObjectPassesAsItIs(String body) throws Exception {
        TestGroup group = group("{\"param_overrides\":{\"temperature\":0.1}}");
        assertThat(sent(group.post("/v1/things", body)).getBody().utf8()).isEqualTo(body);
    }

    @Test
    void overridesReplaceAndAddMembersOfTheTopOnly() throws Exception {
        TestGroup group = group("{\"param_overrides\":{\"temperature\":0.1,\"stop\":null,\"meta\":{\"a\":[1,2]}}}");
        RecordedRequest request =
                sent(group.post(CHAT, "{\"meta\":{\"temperature\":1,\"b\":2},\"temperature\":1,\"model\":\"m\"}"));
        assertThat(request.getBody().utf8())
                .isEqualTo("{\"meta\":{\"a\":[1,2]},\"temperature\":0.1,\"model\":\"m\",\"stop\":null}");
        assertThat(request.getHeaders().get("Content-Length"))
                .isEqualTo(String.valueOf(request.getBody().size()));
    }

    @Test
    void aRedirectedModelReachesTheUpstreamAndTheLogHasTheClientsName() throws Exception {
        TestGroup group = group("{\"model_redirect_rules\":{\"a\":\"b\"},\"model_redirect_strict\":true}");
        RecordedRequest request = sent(group.post(CHAT, HELLO.replace("\"m\"", "\"a\"")));
        assertThat(request.getBody().utf8()).isEqualTo(HELLO.replace("\"m\"", "\"b\""));
        JsonNode row = group.log(1).get(0);
        assertThat(row.path("model").asString()).isEqualTo("a");
        assertThat(row.path("request_type").asString()).isEqualTo("final");

        int before = upstream.calls();
        Answer refused = group.chat();
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("redirects");
        assertThat(upstream.calls()).isEqualTo(before);
        assertThat(group.log(2)).hasSize(2).last().satisfies(last -> {
            assertThat(last.path("status_code").asInt()).isEqualTo(400);
            assertThat(last.path("request_type").asString()).isEqualTo("final");
        });
        group.assertNoKeyTouched();
    }

    @Test
    void anUnknownModelPassesWhenRedirectsAreNotStrict() throws Exception {
        TestGroup group = group("{\"model_redirect_rules\":{\"a\":\"b\"},\"model_redirect_strict\":false}");
        assertThat(sent(group.chat()).getBody().utf8()).isEqualTo(HELLO);
    }

    @Test
    void geminisModelIsRedirectedInThePath() throws Exception {
        TestGroup group = group(
                "{\"channel_type\":\"gemini\",\"model_redirect_rules\":{\"a\":\"b\"},\"model_redirect_strict\":true}");
        RecordedRequest request = sent(group.post("/v1beta/models/a:generateContent", HELLO));
        assertThat(request.getTarget()).isEqualTo("/v1beta/models/b:generateContent?key=" + KEY);
        assertThat(request.getBody().utf8()).isEqualTo(HELLO);
        request = sent(group.post("/v1beta/openai/chat/completions", HELLO.replace("\"m\"", "\"a\"")));
        assertThat(request.getBody().utf8()).isEqualTo(HELLO.replace("\"m\"", "\"b\""));
        assertThat(group.post("/v1beta/models/x:generateContent", HELLO).status())
                .isEqualTo(400);
        assertThat(group.log(1).get(0).path("model").asString()).isEqualTo("a");
    }

    @Test
    void keysTakeTurns() throws Exception {
        TestGroup group = TestGroup.create(
                gateway,
                upstream.baseUrl(),
                "{}",
                "sk-leakcanary-turn-1",
                "sk-leakcanary-turn-2",
                "sk-leakcanary-turn-3");
        List<String> used = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            used.add(sent(group.chat()).getHeaders().get("Authorization"));
        }
        assertThat(used.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(used.subList(3, 6)).isEqualTo(used.subList(0, 3));
    }

    @Test
    void upstreamsShareCallsByWeight() throws Exception {
        try (RecordingUpstream second = new RecordingUpstream();
                RecordingUpstream none = new RecordingUpstream()) {
            TestGroup group = TestGroup.create(
                    gateway,
                    upstream.baseUrl(),
                    "{\"upstreams\":[{\"url\":\"" + upstream.baseUrl() + "\",\"weight\":2},{\"url\":\""
                            + second.baseUrl() + "\",\"weight\":1},{\"url\":\"" + none.baseUrl()
                            + "\",\"weight\":0}]}",
                    KEY);
            int before = upstream.calls();
            for (int i = 0; i < 9; i++) {
                assertThat(group.chat().status()).isEqualTo(200);
            }
            assertThat(upstream.calls() - before).isEqualTo(6);
            assertThat(second.calls()).isEqualTo(3);
            assertThat(none.calls()).isZero();
        }
    }

    @Test
    void aClientThatAcceptsEventsIsLoggedAsAStream() {
        TestGroup group = group("{}");
        assertThat(send(group, CHAT, "Accept", "text/event-stream").status()).isEqualTo(200);
        assertThat(send(group, CHAT + "?stream=true").status()).isEqualTo(200);
        assertThat(send(group, CHAT).status()).isEqualTo(200);
        assertThat(group.log(3).stream().map(row -> row.path("is_stream").asBoolean()))
                .containsExactly(true, true, false);
    }

    @Test
    void everyHeaderOfTheAnswerComesBackAndThoseOfTheConnectionDoNot() {
        upstream.answer(RecordingUpstream.json(200, "{}")
                .addHeader("Set-Cookie", "a=1")
                .addHeader("Set-Cookie", "b=2")
                .addHeader("X-RateLimit-Remaining-Requests", "5")
                .addHeader("Request-Id", "req_1")
                .addHeader("Keep-Alive", "timeout=7")
                .addHeader("X-Hop", "1")
                .addHeader("Connection", "X-Hop"));
        Answer answer = group("{}").chat();
        assertThat(answer.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.header("X-RateLimit-Remaining-Requests")).isEqualTo("5");
        assertThat(answer.header("Request-Id")).isEqualTo("req_1");
        assertThat(answer.header("X-Hop")).isEmpty();
        assertThat(answer.header("Keep-Alive")).doesNotContain("7");
    }

    @Test
    void anUpstreamsRedirectIsTheClientsToFollow() {
        upstream.answer(RecordingUpstream.json(307, "").setHeader("Location", "http://127.0.0.1:9/elsewhere"));
        Answer answer = group("{}").chat();
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.header("Location")).isEqualTo("http://127.0.0.1:9/elsewhere");
    }

    @Test
    void theKeyIsMaskedInWhereAnUpstreamSendsTheClient() {
        upstream.answer(RecordingUpstream.json(301, "")
                .setHeader("Location", "https://127.0.0.1/v1beta/models?x=1&key=" + KEY));
        Answer answer = group("{\"channel_type\":\"gemini\"}").get("/v1beta/models/m");
        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.header("Location")).isEqualTo("https://127.0.0.1/v1beta/models?x=1&key=sk-l****0001");
    }

    @Test
    void theKeyIsMaskedInACompressedErrorToo() throws Exception {
        Buffer zipped = new Buffer();
        try (BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
            sink.writeUtf8("{\"error\":\"key " + KEY + " \u00e9\"}");
        }
        upstream.answer(RecordingUpstream.json(400, "").body(zipped).setHeader("Content-Encoding", "gzip"));
        Answer answer = send(group("{}"), CHAT, "Accept-Encoding", "gzip");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Encoding")).isEmpty();
        assertThat(answer.body()).isEqualTo("{\"error\":\"key sk-l****0001 \u00e9\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void everyMethodPasses(String method) throws Exception {
        TestGroup group = group("{}");
        if (method.equals("HEAD")) {
            upstream.answer(new MockResponse.Builder().setHeader("Content-Length", 11)); // and no body, as is due
        }
        Answer answer = gateway.call(
                method, "/proxy/" + group.name() + "/v1/files/1", null, Map.of("X-Api-Key", RunningGateway.AUTH_KEY));
        assertThat(sent(answer).getMethod()).isEqualTo(method);
        assertThat(answer.body()).isEqualTo(method.equals("HEAD") ? "" : "{\"ok\":true}");
    }
}
