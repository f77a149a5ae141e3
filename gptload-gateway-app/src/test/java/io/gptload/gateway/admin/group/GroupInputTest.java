package io.gptload.gateway.admin.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a group may not be, on creation and on change alike. */
class GroupInputTest {

    @TempDir
    static Path folder;

    private static RunningGateway gateway;
    private static long id;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(folder);
        id = gateway.createGroup("there", "http://a.example");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String minimalWith(String field, String value) {
        StringBuilder json = new StringBuilder("{");
        String[][] fields = {
            {"name", "\"new-group\""},
            {"channel_type", "\"openai\""},
            {"test_model", "\"m\""},
            {"upstreams", "[{\"url\":\"http://a.example\",\"weight\":1}]"}
        };
        for (String[] each : fields) {
            if (!each[0].equals(field)) {
                json.append('"').append(each[0]).append("\":").append(each[1]).append(',');
            }
        }
        return json.append('"')
                .append(field)
                .append("\":")
                .append(value)
                .append('}')
                .toString();
    }

    private static void refused(Answer answer, String code, String named) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.message()).contains(named);
        assertThat(answer.json().has("data")).isFalse();
        assertThat(gateway.context().getBean(JdbcStore.class).groups().list()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name|\"Bad Name\"|group name",
                "name|\"\"|group name",
                "name|\"a/b\"|group name",
                "name|\"grün\"|group name",
                "channel_type|\"azure\"|anthropic",
                "channel_type|\"\"|openai",
                "test_model|\"   \"|test_model",
                "upstreams|[]|upstreams",
                "upstreams|null|upstreams",
                "upstreams|\"http://a\"|upstreams",
                "upstreams|{}|upstreams",
                "upstreams|[{\"url\":\"ftp://x\",\"weight\":1}]|http://",
                "upstreams|[{\"url\":\"HTTP://x\",\"weight\":1}]|http://",
                "upstreams|[{\"url\":\"  \",\"weight\":1}]|url",
                "upstreams|[{\"url\":\"http://\",\"weight\":1}]|upstreams",
                "upstreams|[{\"url\":\"http://a b\",\"weight\":1}]|upstreams",
                "upstreams|[{\"url\":\"http://a:99999\",\"weight\":1}]|port",
                "upstreams|[{\"url\":\"http://a\",\"weight\":-1}]|weight",
                "upstreams|[{\"url\":\"http://a\",\"weight\":1.5}]|weight",
                "upstreams|[{\"url\":\"http://a\",\"weight\":\"1\"}]|weight",
                "upstreams|[{\"url\":\"http://a\",\"weight\":1000001}]|weight",
                "upstreams|[{\"url\":\"http://a\",\"weight\":600000},{\"url\":\"http://a/\",\"weight\":600000}]|weight",
                "upstreams|[{\"url\":\"http://a\",\"weight\":0}]|Invalid upstreams: weight: ",
                "upstreams|[{\"url\":\"http://a\"}]|weight",
                "upstreams|[5]|upstreams",
                "validation_endpoint|\"v1/x\"|validation_endpoint",
                "validation_endpoint|\"/x://y\"|validation_endpoint",
                "config|{\"nope\":1}|max_retries",
                "config|{\"app_url\":\"http://a\"}|max_retries",
                "config|{\"max_retries\":\"5\"}|max_retries",
                "config|{\"max_retries\":1.5}|max_retries",
                "config|{\"max_retries\":-1}|max_retries",
                "config|{\"connect_timeout\":0}|connect_timeout",
                "config|{\"connect_timeout\":99999999999}|connect_timeout",
                "config|{\"failover_status_codes\":\"9\"}|failover_status_codes",
                "config|{\"proxy_url\":\"gopher://x\"}|proxy_url",
                "config|{\"enable_request_body_logging\":1}|enable_request_body_logging",
                "header_rules|[{\"key\":\"x-a\",\"value\":\"1\",\"action\":\"set\"},{\"key\":\"X-A\",\"value\":\"2\",\"action\":\"set\"}]|X-A",
                "header_rules|[{\"key\":\"x a\",\"value\":\"1\",\"action\":\"set\"}]|Invalid header_rules: key: ",
                "header_rules|[{\"key\":\"x-a\",\"value\":\"a\\nb\",\"action\":\"set\"}]|header_rules",
                "header_rules|[{\"key\":\"x-a\",\"value\":\"1\",\"action\":\"append\"}]|action: 'append' is not allowed; expected one of set, remove",
                "model_redirect_rules|{\"\":\"b\"}|model_redirect_rules",
                "model_redirect_rules|{\"a\":\" \"}|model_redirect_rules",
                "gptload|{\"nope\":1}|failure_policy",
                "gptload|{\"failure_policy\":\"harsh\"}|smart",
                "gptload|{\"max_key_rotations\":-1}|max_key_rotations",
                "gptload|{\"max_wait_ms\":\"soon\"}|max_wait_ms",
                "gptload|{\"max_wait_ms\":[1]}|gptload",
                "gptload|{\"key_budgets\":\"30 requests/week\"}|30 requests/minute",
                "gptload|{\"stream_idle_timeout\":0}|stream_idle_timeout",
            })
    void whatIsNotAllowedIsRefusedByName(String field, String value, String named) {
        refused(gateway.api("POST", "/api/groups", minimalWith(field, value)), "VALIDATION_FAILED", named);
        refused(
                gateway.api("PUT", "/api/groups/" + id, "{\"" + field + "\":" + value + "}"),
                "VALIDATION_FAILED",
                named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name|5",
                "name|{}",
                "display_name|true",
                "description|[1]",
                "sort|\"1\"",
                "sort|1.5",
                "sort|99999999999",
                "param_overrides|[]",
                "param_overrides|\"x\"",
                "config|[]",
                "config|\"max_retries\"",
                "header_rules|{}",
                "header_rules|[5]",
                "header_rules|[{\"key\":5,\"value\":\"\",\"action\":\"set\"}]",
                "model_redirect_rules|[]",
                "model_redirect_rules|{\"a\":5}",
                "model_redirect_rules|{\"a\":null}",
                "model_redirect_strict|\"true\"",
                "model_redirect_strict|1",
                "proxy_keys|[\"k\"]",
                "gptload|[]"
            })
    void whatIsOfTheWrongTypeIsRefusedByName(String field, String value) {
        refused(gateway.api("POST", "/api/groups", minimalWith(field, value)), "INVALID_JSON", field);
        refused(gateway.api("PUT", "/api/groups/" + id, "{\"" + field + "\":" + value + "}"), "INVALID_JSON", field);
    }

    @ParameterizedTest
    @CsvSource({"display_name, 255", "description, 512", "test_model, 255", "validation_endpoint, 255"})
    void aTextFitsItsColumn(String field, int longest) {
        String value = "/" + "é".repeat(longest - 1);
        assertThat(gateway.api("PUT", "/api/groups/" + id, "{\"" + field + "\":\"" + value + "\"}")
                        .status())
                .isEqualTo(200);
        refused(
                gateway.api("PUT", "/api/groups/" + id, "{\"" + field + "\":\"" + value + "x\"}"),
                "VALIDATION_FAILED",
                field);
    }

    @Test
    void aNameHasAtMostAHundredCharacters() {
        refused(
                gateway.api("POST", "/api/groups", minimalWith("name", "\"" + "a".repeat(101) + "\"")),
                "VALIDATION_FAILED",
                "group name");
    }

    @Test
    void whatIsNeededMustBeThere() {
        refused(gateway.api("POST", "/api/groups", "{}"), "VALIDATION_FAILED", "group name");
        refused(gateway.api("POST", "/api/groups", "{\"name\":\"n\"}"), "VALIDATION_FAILED", "channel_type");
        refused(
                gateway.api("POST", "/api/groups", "{\"name\":\"n\",\"channel_type\":\"openai\"}"),
                "VALIDATION_FAILED",
                "test_model");
        refused(
                gateway.api("POST", "/api/groups", "{\"name\":\"n\",\"channel_type\":\"openai\",\"test_model\":\"m\"}"),
                "VALIDATION_FAILED",
                "upstreams");
        refused(
                gateway.api("POST", "/api/groups", minimalWith("group_type", "\"cluster\"")),
                "VALIDATION_FAILED",
                "aggregate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"text\"", "{\"name\":", "{\"name\" \"sk-leakcanary-in-body\"}", "nothing"})
    void whatIsNoObjectIsRefusedWithoutBeingQuoted(String body) {
        Answer answer = gateway.api("POST", "/api/groups", body);
        refused(answer, "INVALID_JSON", "JSON");
        assertThat(answer.body()).doesNotContain("leakcanary");
    }

    @Test
    void aPasswordInABadUrlIsNotShown() {
        Answer answer = gateway.api(
                "POST",
                "/api/groups",
                minimalWith("upstreams", "[{\"url\":\"http://u:pass-leakcanary@\",\"weight\":1}]"));
        refused(answer, "VALIDATION_FAILED", "upstreams");
        assertThat(answer.body()).doesNotContain("pass-leakcanary");
    }
}
