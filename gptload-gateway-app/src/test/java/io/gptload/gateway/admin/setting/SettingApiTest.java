package io.gptload.gateway.admin.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import io.gptload.simulator.Fault;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SettingApiTest {

    private static final String KEY = "sk-leakcanary-good-0001";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final ProviderSimulator PROVIDER =
            ProviderSimulator.builder().keys(SimulatedKey.valid(KEY)).build();

    @TempDir
    static Path folder;

    private static SimulatorServer server;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        server = SimulatorServer.start(PROVIDER);
        gateway = RunningGateway.start(folder);
        gateway.addKeys(gateway.createGroup("g", server.baseUrl()), KEY);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    private static Answer put(String json) {
        return gateway.api("PUT", "/api/settings", json);
    }

    private static JsonNode item(String key) {
        for (JsonNode category : gateway.api("GET", "/api/settings").data()) {
            for (JsonNode item : category.path("settings")) {
                if (item.path("key").asString().equals(key)) {
                    return item;
                }
            }
        }
        throw new AssertionError("There is no setting " + key);
    }

    private static String stored(String key) {
        return gateway.context().getBean(JdbcStore.class).settings().raw().getOrDefault(key, "nothing");
    }

    @Test
    void allSettingsAreShownByCategory() {
        JsonNode categories = gateway.api("GET", "/api/settings").data();
        List<String> names = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (JsonNode category : categories) {
            names.add(category.path("category_name").asString());
            for (JsonNode item : category.path("settings")) {
                keys.add(item.path("key").asString());
                boolean number = item.path("type").asString().equals("int");
                assertThat(item.has("min_value")).as(item.toString()).isEqualTo(number);
                assertThat(item.path("value").isNumber()).isEqualTo(number);
                assertThat(item.path("default_value").isString()).isTrue();
                assertThat(item.path("name").asString()).isNotBlank().doesNotContain("config.");
                assertThat(item.path("description").asString()).isNotBlank();
                assertThat(item.path("category")).isEqualTo(category.path("category_name"));
            }
        }
        assertThat(names).containsExactly("Basic", "Requests", "Keys");
        assertThat(keys)
                .containsExactly(
                        "app_url",
                        "proxy_keys",
                        "request_log_retention_days",
                        "request_log_write_interval_minutes",
                        "enable_request_body_logging",
                        "request_timeout",
                        "connect_timeout",
                        "idle_conn_timeout",
                        "response_header_timeout",
                        "max_idle_conns",
                        "max_idle_conns_per_host",
                        "proxy_url",
                        "max_retries",
                        "blacklist_threshold",
                        "failover_status_codes",
                        "key_validation_interval_minutes",
                        "key_validation_concurrency",
                        "key_validation_timeout_seconds");
    }

    @Test
    void aChangeHoldsForTheVeryNextCall() {
        PROVIDER.resetCounters();
        assertThat(put("{\"max_retries\":0}").message()).isEqualTo("Settings updated");
        assertThat(item("max_retries").path("value").asInt()).isZero();
        PROVIDER.fail(Fault.status(500).times(1));
        assertThat(gateway.proxy("g", "/v1/chat/completions", HELLO).status()).isEqualTo(500);
        assertThat(put("{\"max_retries\":3}").status()).isEqualTo(200);
        PROVIDER.fail(Fault.status(500).times(1));
        assertThat(gateway.proxy("g", "/v1/chat/completions", HELLO).status()).isEqualTo(200);
    }

    @Test
    void proxyKeysAreTidiedUpAndHoldAtOnce() {
        try {
            assertThat(put("{\"proxy_keys\":\" client-leakcanary-a , ,client-leakcanary-b \"}")
                            .status())
                    .isEqualTo(200);
            assertThat(stored("proxy_keys")).isEqualTo("client-leakcanary-a,client-leakcanary-b");
            for (String key : List.of("client-leakcanary-a", "client-leakcanary-b")) {
                assertThat(gateway.proxy("g", "/v1/chat/completions", HELLO, key)
                                .status())
                        .isEqualTo(200);
            }
            assertThat(gateway.proxy("g", "/v1/chat/completions", HELLO).status())
                    .isEqualTo(401);
        } finally {
            put("{\"proxy_keys\":\"" + RunningGateway.AUTH_KEY + "\"}");
        }
    }

    @Test
    void nothingIsSavedWhenOneValueIsBad() {
        Answer answer = put("{\"key_validation_concurrency\":7,\"max_retries\":-1}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_FAILED");
        assertThat(answer.message()).contains("max_retries").contains("0");
        assertThat(item("key_validation_concurrency").path("value").asInt()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\":1}",
                "{\"max_retries\":\"3\"}",
                "{\"max_retries\":1.5}",
                "{\"max_retries\":null}",
                "{\"max_retries\":true}",
                "{\"request_timeout\":0}",
                "{\"request_timeout\":99999999999}",
                "{\"connect_timeout\":2147484}",
                "{\"enable_request_body_logging\":\"true\"}",
                "{\"enable_request_body_logging\":1}",
                "{\"app_url\":\"\"}",
                "{\"app_url\":5}",
                "{\"proxy_keys\":\"\"}",
                "{\"proxy_keys\":\" , \"}",
                "{\"failover_status_codes\":\"500-400\"}",
                "{\"failover_status_codes\":\"99\"}",
                "{\"failover_status_codes\":\"abc\"}",
                "{\"failover_status_codes\":429}",
                "{\"proxy_url\":\"ftp://u:secret-leakcanary@host\"}",
                "{\"proxy_url\":\"nonsense\"}",
                "{\"key_validation_interval_minutes\":0}"
            })
    void aBadValueIsRefusedByName(String json) {
        Answer answer = put(json);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_FAILED");
        String field = json.substring(2, json.indexOf('"', 2));
        assertThat(answer.message()).contains(field.equals("x") ? "max_retries" : field);
        assertThat(answer.body()).doesNotContain("secret-leakcanary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "5", "{\"max_retries\":", "null"})
    void whatIsNoObjectIsNoJsonOfOurs(String body) {
        Answer answer = put(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failover_status_codes|\"429, 500-599\"|429, 500-599",
                "failover_status_codes|\"\"|",
                "request_timeout|1234567|1234567",
                "request_timeout|1e6|1000000",
                "request_timeout|600.0|600",
                "enable_request_body_logging|true|true",
                "enable_request_body_logging|false|false",
                "proxy_url|\"socks5://u:p@127.0.0.1:1\"|socks5://u:p@127.0.0.1:1",
                "proxy_url|\"\"|"
            })
    void aGoodValueIsStoredAsText(String key, String json, String text) {
        assertThat(put("{\"" + key + "\":" + json + "}").status()).isEqualTo(200);
        assertThat(stored(key)).isEqualTo(text == null ? "" : text);
        put("{\"failover_status_codes\":\"400-403,405-999\",\"request_timeout\":600,\"proxy_url\":\"\"}");
    }

    @Test
    void nothingToChangeIsFine() {
        assertThat(put("{}").status()).isEqualTo(200);
    }
}
