package io.gptload.gateway.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.Setting;
import io.gptload.gateway.proxy.RequestLimit;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts written for gpt-load rely on and no other test asks for. */
class GptLoadScriptsTest {

    @TempDir
    static Path folder;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.in(folder).with("MAX_CONCURRENT_REQUESTS", "1").start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void theFirstStartMakesTheAdminKeyAProxyKeyAndALaterOneLeavesItSo(@TempDir Path data) {
        try (RunningGateway first = RunningGateway.start(data)) {
            Map<String, String> stored =
                    first.context().getBean(JdbcStore.class).settings().raw();
            assertThat(stored).hasSize(Setting.values().length).hasSize(18);
            assertThat(stored.get("proxy_keys")).isEqualTo(RunningGateway.AUTH_KEY);
            assertThat(stored.get("app_url")).isEqualTo("http://localhost:3001");
            first.createGroup("g", "http://127.0.0.1:1");
        }
        String newKey = "another-leakcanary-0123456789-ABCDEF";
        try (RunningGateway second =
                RunningGateway.in(data).with("AUTH_KEY", newKey).start()) {
            assertThat(second.proxy("g", "/v1/models", "{}", newKey).status()).isEqualTo(401);
            assertThat(second.proxy("g", "/v1/models", "{}").status()).isNotEqualTo(401);
            assertThat(second.api("GET", "/api/groups").status()).isEqualTo(401);
        }
    }

    @Test
    void aRequestTooManyIsTurnedAwayWithAHintAndAdministrationGoesOn() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                Socket hanging = new Socket("127.0.0.1", gateway.port())) {
            long id = gateway.createGroup("full", "http://127.0.0.1:" + silent.getLocalPort());
            gateway.addKeys(id, "sk-leakcanary-full");
            hanging.getOutputStream()
                    .write(("GET /proxy/full/v1/models?key=" + RunningGateway.AUTH_KEY + " HTTP/1.1\r\nHost: h\r\n\r\n")
                            .getBytes());
            RequestLimit limit = gateway.context().getBean(RequestLimit.class);
            await().atMost(Duration.ofSeconds(20)).until(() -> limit.active() == 1);
            Answer refused = gateway.proxy("full", "/v1/models", "{}");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.code()).isEqualTo("TOO_MANY_REQUESTS");
            assertThat(gateway.api("GET", "/api/groups").status()).isEqualTo(200);
        }
    }

    @Test
    void namesAreFoundInAnyCaseAndTextsCanBeNoMarkup() {
        Answer made = gateway.api(
                "POST",
                "/api/groups",
                "{\"NAME\":\"any-case\",\"Channel_Type\":\"openai\",\"TEST_MODEL\":\"m\",\"Description\":\"<b>\u2028&\","
                        + "\"Upstreams\":[{\"URL\":\"http://127.0.0.1:1\",\"Weight\":2}]} what follows is not read");
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.data().path("upstreams").path(0).path("weight").asInt()).isEqualTo(2);
        assertThat(made.body()).containsIgnoringCase("\"\\u003cb\\u003e\\u2028\\u0026\"");
        assertThat(made.data().path("description").asString()).isEqualTo("<b>\u2028&");
    }

    @Test
    void aGroupThatIsKnownToNobodyAndAKeyThatIsNotGivenAreToldApart() {
        assertThat(gateway.apiWithoutKey("GET", "/api/integration/info", null).code())
                .isEqualTo("VALIDATION_FAILED");
        assertThat(gateway.apiWithoutKey("GET", "/proxy/nope/api/integration/info?key=x", null)
                        .code())
                .isEqualTo("NOT_FOUND");
        assertThat(gateway.proxy("nope", "/v1/models", "{}").code()).isEqualTo("NOT_FOUND");
        assertThat(gateway.proxy("nope", "/v1/models", "{}", "").status()).isEqualTo(401);
    }

    @Test
    void whatPagesAreMadeOfIsKeptByBrowsersAndPagesAreNot() {
        Answer script = gateway.call("GET", "/assets/app.js", null, Map.of());
        assertThat(script.status()).isEqualTo(200);
        assertThat(script.header("Cache-Control")).contains("public", "immutable");
        Answer login = gateway.call("GET", "/login", null, Map.of());
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.header("Content-Type")).startsWith("text/html");
        assertThat(login.header("Cache-Control")).contains("no-store");
    }
}
