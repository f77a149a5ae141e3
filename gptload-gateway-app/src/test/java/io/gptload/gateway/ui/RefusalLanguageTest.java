package io.gptload.gateway.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.admin.AdminFixture;
import io.gptload.gateway.admin.AdminFixture.TestGroup;
import io.gptload.gateway.testing.Answer;
import io.gptload.gateway.testing.RunningGateway;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.util.HtmlUtils;

/** Bad input is answered in the language of whoever sent it, by the API and beside the fields of the forms. */
class RefusalLanguageTest {

    private static final String CHINESE = "zh-CN,zh;q=0.9";
    private static final String JAPANESE = "ja";
    private static final Pattern TRANSLATED = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]");
    private static final Pattern ENGLISH = Pattern.compile("[a-z]{2,} [a-z]{2,}");
    private static final Pattern ERROR = Pattern.compile("id=\"([^\"]+)-error\".*?<span>(.*?)</span>", Pattern.DOTALL);
    private static final String GROUP = "\"name\":\"new\",\"channel_type\":\"openai\",\"test_model\":\"m\"";

    private static AdminFixture fixture;
    private static TestGroup group;
    private static TestGroup aggregate;
    private static long key;

    @BeforeAll
    static void start(@TempDir Path folder) {
        fixture = new AdminFixture(folder);
        group = fixture.group("sk-leakcanary-spoken-to");
        aggregate = fixture.aggregate(group);
        key = fixture.store()
                .keys()
                .ids(group.id(), List.of("sk-leakcanary-spoken-to"))
                .iterator()
                .next();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static String named(String text) {
        return text.replace("{g}", Long.toString(group.id()))
                .replace("{n}", group.name())
                .replace("{a}", Long.toString(aggregate.id()))
                .replace("{new}", GROUP)
                .replace("{256}", "x".repeat(256));
    }

    private static String refused(String language, String method, String path, @Nullable String json) {
        Answer answer = fixture.gateway.call(
                method,
                named(path),
                json == null ? null : named(json),
                Map.of("Authorization", "Bearer " + RunningGateway.AUTH_KEY, "Accept-Language", language));
        assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
        return answer.message();
    }

    private static Visitor visitor(String language) {
        Visitor visitor = new Visitor(fixture.gateway, "10.20.30.40");
        visitor.header("Accept-Language", language);
        visitor.signIn(RunningGateway.AUTH_KEY);
        visitor.get("/groups");
        return visitor;
    }

    /** What stands beside the fields of the page that comes back, such as {@code upstreams: ...}. */
    private static List<String> problems(Visitor visitor, String path, Map<String, String> fields) {
        StringBuilder form = new StringBuilder("_csrf=" + visitor.token());
        fields.forEach((name, value) ->
                form.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        Answer answer = visitor.post(named(path), form.toString());
        assertThat(answer.status()).isEqualTo(422);
        List<String> problems = new ArrayList<>();
        Matcher error = ERROR.matcher(answer.body());
        while (error.find()) {
            problems.add(error.group(1) + ": " + HtmlUtils.htmlUnescape(error.group(2)));
        }
        return problems;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/api/groups|",
                "POST|/api/groups|[]",
                "POST|/api/groups|{bad",
                "POST|/api/groups|{{new},\"upstreams\":\"http://a\"}",
                "POST|/api/groups|{{new},\"upstreams\":[]}",
                "POST|/api/groups|{{new},\"upstreams\":[{\"url\":\"ftp://a\",\"weight\":1}]}",
                "POST|/api/groups|{{new},\"upstreams\":[{\"url\":\"HTTP://a\",\"weight\":1}]}",
                "POST|/api/groups|{{new},\"upstreams\":[{\"url\":\"http://\",\"weight\":1}]}",
                "POST|/api/groups|{{new},\"upstreams\":[{\"url\":\"http:///a\",\"weight\":1}]}",
                "POST|/api/groups|{{new},\"upstreams\":[{\"url\":\"http://a:99999\",\"weight\":1}]}",
                "POST|/api/groups|{{new},\"upstreams\":[{\"url\":\"http://a#b\",\"weight\":1}]}",
                "POST|/api/groups|{{new},\"upstreams\":[{\"url\":\"http://a\",\"weight\":-1}]}",
                "POST|/api/groups|{{new},\"upstreams\":[{\"url\":\"http://a\",\"weight\":\"1\"}]}",
                "POST|/api/groups|{{new},\"upstreams\":[{\"url\":\"http://a\",\"weight\":0}]}",
                "POST|/api/groups|{{new},\"upstreams\":[{\"url\":\"http://u@a\",\"weight\":1},{\"url\":\"http://v@a\",\"weight\":1}]}",
                "PUT|/api/groups/{g}|{\"header_rules\":[{\"key\":\"a b\",\"value\":\"1\",\"action\":\"set\"}]}",
                "PUT|/api/groups/{g}|{\"header_rules\":[{\"key\":\"a\",\"value\":\"1\\n2\",\"action\":\"set\"}]}",
                "PUT|/api/groups/{g}|{\"header_rules\":[{\"key\":\"a\",\"value\":\"1\",\"action\":\"append\"}]}",
                "PUT|/api/groups/{g}|{\"header_rules\":{}}",
                "PUT|/api/groups/{g}|{\"model_redirect_rules\":{\"\":\"b\"}}",
                "PUT|/api/groups/{g}|{\"model_redirect_rules\":{\"a\":\" \"}}",
                "PUT|/api/groups/{g}|{\"model_redirect_rules\":{\"a\":null}}",
                "PUT|/api/groups/{g}|{\"param_overrides\":[]}",
                "PUT|/api/groups/{g}|{\"description\":\"{256}{256}x\"}",
                "PUT|/api/groups/{g}|{\"config\":{\"nope\":1}}",
                "PUT|/api/groups/{g}|{\"config\":{\"max_retries\":-1}}",
                "PUT|/api/groups/{g}|{\"config\":{\"enable_request_body_logging\":1}}",
                "PUT|/api/groups/{g}|{\"config\":{\"proxy_url\":\"gopher://x\"}}",
                "PUT|/api/groups/{g}|{\"config\":{\"failover_status_codes\":\"9\"}}",
                "PUT|/api/groups/{g}|{\"gptload\":{\"nope\":1}}",
                "PUT|/api/groups/{g}|{\"gptload\":{\"provider\":true}}",
                "PUT|/api/groups/{g}|{\"gptload\":{\"failure_policy\":\"harsh\"}}",
                "PUT|/api/groups/{g}|{\"gptload\":{\"max_key_rotations\":-1}}",
                "PUT|/api/groups/{g}|{\"gptload\":{\"max_replay_body\":\"much\"}}",
                "PUT|/api/groups/{g}|{\"gptload\":{\"max_wait_ms\":-1}}",
                "PUT|/api/groups/{g}|{\"gptload\":{\"stream_idle_timeout\":0}}",
                "PUT|/api/groups/{g}|{\"gptload\":{\"key_budgets\":\"5 bananas\"}}",
                "PUT|/api/groups/{g}|{\"gptload\":{\"key_budgets\":\"0 rpm\"}}",
                "PUT|/api/groups/{g}|{\"gptload\":{\"key_budgets\":\"5 rpm, 6 rpm\"}}",
                "PUT|/api/groups/{g}|{\"gptload\":{\"key_budgets\":\"5 rpm from 08:00\"}}",
                "PUT|/api/groups/{g}|{\"gptload\":{\"key_budgets\":\"5 rpd from 99:00\"}}",
                "PUT|/api/settings|{\"nope\":1}",
                "PUT|/api/settings|{\"max_retries\":-1}",
                "PUT|/api/settings|{\"app_url\":\"\"}",
                "PUT|/api/settings|{\"app_url\":5}",
                "PUT|/api/settings|{\"proxy_url\":\"gopher://x\"}",
                "POST|/api/keys/add-multiple|{}",
                "POST|/api/keys/add-multiple|{\"keys_text\":\"sk-leakcanary\"}",
                "POST|/api/keys/add-multiple|{\"group_id\":{g},\"keys_text\":\",\"}",
                "POST|/api/keys/add-async|{\"group_id\":{g},\"keys_text\":\",\"}",
                "POST|/api/keys/test-multiple|{\"group_id\":{a},\"keys_text\":\"sk-leakcanary\"}",
                "POST|/api/keys/validate-group|{\"group_id\":{g},\"status\":\"invalid\"}",
                "POST|/api/gptload/keys/restore|{\"group_id\":{g}}",
                "PUT|/api/keys/1/notes|{\"notes\":\"{256}\"}",
                "PUT|/api/gptload/keys/options|{\"group_id\":{g}}",
                "PUT|/api/gptload/keys/options|{\"group_id\":{g},\"ids\":[]}",
                "PUT|/api/gptload/keys/options|{\"group_id\":{g},\"ids\":[1]}",
                "PUT|/api/gptload/keys/options|{\"group_id\":{g},\"ids\":[1],\"tier\":12}",
                "PUT|/api/gptload/keys/options|{\"group_id\":{g},\"ids\":[1],\"account\":\"{256}\"}",
                "PUT|/api/gptload/keys/options|{\"group_id\":{g},\"ids\":[1],\"disabled_until\":\"soon\"}",
                "PUT|/api/gptload/keys/options|{\"group_id\":{g},\"ids\":[1],\"disabled_until\":\"2009-01-01T00:00:00Z\"}",
                "PUT|/api/gptload/keys/options|{\"group_id\":{g},\"ids\":[1],\"enabled\":true,\"disabled_until\":\"2009-01-01T00:00:00Z\"}",
                "POST|/api/gptload/client-keys|{\"name\":\"a\",\"nope\":1}",
                "POST|/api/gptload/client-keys|{\"name\":\"a\",\"daily_tokens\":-1}",
                "GET|/api/gptload/client-keys/usage?from=today|",
                "GET|/api/gptload/client-keys/usage?from=2026-02-02&to=2026-02-01|",
                "GET|/api/gptload/client-keys/usage?limit=0|",
                "GET|/api/gptload/usage?from=today|",
                "GET|/api/gptload/usage?from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z|",
                "GET|/api/gptload/usage?by=day|",
                "GET|/api/gptload/usage?group_id={a}|",
                "GET|/api/gptload/pool/{n}/keys?state=good|",
            })
    void theApiSpeaksTheLanguageOfTheRequest(String method, String path, @Nullable String json) {
        for (String language : List.of(CHINESE, JAPANESE)) {
            assertThat(refused(language, method, path, json))
                    .containsPattern(TRANSLATED)
                    .doesNotContainPattern(ENGLISH);
        }
    }

    @Test
    void aBadUpstreamIsNamedWithoutItsPassword() {
        String json = "{{new},\"upstreams\":[{\"url\":\"ftp://me:leakcanary@a\",\"weight\":1}]}";
        assertThat(refused(CHINESE, "POST", "/api/groups", json))
                .isEqualTo("upstreams 无效：“ftp://****@a”不是以 http:// 或 https:// 开头的 URL");
        assertThat(refused(JAPANESE, "POST", "/api/groups", json))
                .isEqualTo("無効な upstreams です：「ftp://****@a」は http:// または https:// で始まる URL ではありません");
        assertThat(refused("en", "POST", "/api/groups", json))
                .isEqualTo("Invalid upstreams: upstreams.url: 'ftp://****@a' is not allowed;"
                        + " expected a URL that starts with http:// or https://");
        assertThat(problems(
                        visitor(CHINESE),
                        "/groups",
                        Map.of("upstream_url", "ftp://me:leakcanary@a", "upstream_weight", "1")))
                .contains("upstreams: “ftp://****@a”不是以 http:// 或 https:// 开头的 URL");
    }

    @Test
    void besideAFieldItsNameIsNotSaidAgain() {
        Map<String, String> typed = Map.of(
                "upstream_url",
                "http://a",
                "upstream_weight",
                "-1",
                "header_name",
                "a b",
                "header_action",
                "set",
                "sort",
                "first");
        assertThat(problems(visitor("en"), "/groups", typed))
                .contains(
                        "upstreams: '-1' is not allowed; expected an integer from 0 to 1000000",
                        "sort: must be an integer")
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("header_rules: 'a b' is not allowed; expected a header name of letters"));
    }

    @Test
    void aBadHeaderRuleAndABadBudgetAreNamedAtTheirFields() {
        Map<String, String> typed = Map.of(
                "header_name", "a b", "header_action", "set", "header_value", "1", "gptload.key_budgets", "0 rpm");
        assertThat(problems(visitor(CHINESE), "/groups", typed))
                .contains(
                        "header_rules: 请求头名称“a b”无效，只能包含字母、数字和 !#$%&'*+-.^_`|~",
                        "gptload.key_budgets: 限额应为 1 到 1000000000000 的整数");
        assertThat(problems(visitor(JAPANESE), "/groups", typed))
                .contains(
                        "header_rules: ヘッダー名「a b」は無効です。使えるのは英字、数字、!#$%&'*+-.^_`|~ です",
                        "gptload.key_budgets: 上限は 1～1000000000000 の整数で指定してください");
    }

    @ParameterizedTest
    @ValueSource(strings = {CHINESE, JAPANESE})
    void theFormsSpeakTheLanguageOfTheBrowser(String language) {
        Visitor visitor = visitor(language);
        Map<String, String> ofGroup = Map.ofEntries(
                Map.entry("name", "A B"),
                Map.entry("channel_type", "x"),
                Map.entry("description", "x".repeat(513)),
                Map.entry("sort", "first"),
                Map.entry("validation_endpoint", "x"),
                Map.entry("redirect_from", "a"),
                Map.entry("redirect_to", " "),
                Map.entry("param_overrides", "[1]"),
                Map.entry("config.max_retries", "-1"),
                Map.entry("config.proxy_url", "gopher://x"),
                Map.entry("gptload.failure_policy", "harsh"),
                Map.entry("gptload.max_wait_ms", "-1"),
                Map.entry("gptload.max_replay_body", "much"));
        assertTranslated(problems(visitor, "/groups", ofGroup), 14);
        Map<String, String> ofKey = Map.ofEntries(
                Map.entry("key", Long.toString(key)),
                Map.entry("use", "until"),
                Map.entry("until", "soon"),
                Map.entry("tier", "12"),
                Map.entry("weight", "0"),
                Map.entry("account", "x".repeat(256)),
                Map.entry("was_use", "on"),
                Map.entry("was_tier", "1"),
                Map.entry("was_weight", "1"));
        assertTranslated(problems(visitor, "/groups/{g}/keys/options", ofKey), 4);
        Map<String, String> note = Map.of("was", "", "notes", "x".repeat(256));
        assertTranslated(problems(visitor, "/groups/{g}/keys/" + key + "/notes", note), 1);
        assertTranslated(problems(visitor, "/groups/{g}/keys/import", Map.of()), 1);
        Map<String, String> ofClient = Map.of(
                "name", "", "expires_at", "soon", "groups", "some", "requests_per_minute", "x", "daily_tokens", "-1");
        assertTranslated(problems(visitor, "/client-keys", ofClient), 5);
        Map<String, String> settings = Map.of("max_retries", "-1", "proxy_url", "gopher://x", "app_url", "");
        assertTranslated(problems(visitor, "/settings", settings), 3);
    }

    /** The name of the field comes first. */
    private static void assertTranslated(List<String> problems, int count) {
        assertThat(problems)
                .hasSize(count)
                .allSatisfy(problem -> assertThat(problem.substring(problem.indexOf(':')))
                        .containsPattern(TRANSLATED)
                        .doesNotContainPattern(ENGLISH));
    }

    @Test
    void aRowOfTheLogThatIsGoneIsNoFaultOfOurs() {
        Answer answer = visitor(CHINESE).get("/logs/gone");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(URLDecoder.decode(answer.header("X-Problem"), StandardCharsets.UTF_8))
                .isEqualTo("该条日志已被清除");
    }
}
