package io.gptload.client.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.config.ConfigurationException;
import io.gptload.client.wire.Channel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureRulesTest {

    private static final String GOOD =
            "{\"id\":\"a\",\"when\":{\"statuses\":\"500\"},\"then\":{\"category\":\"client_error\"}}";

    @Test
    void readsEverything() {
        FailureRule rule = FailureRules.parse("""
                {"rules":[{"id":"acme.x","note":"n","when":{"channels":["openai","gemini"],"providers":"acme",
                "statuses":"403,429","codes":["A"],"types":["B"],"status_names":["C"],"reasons":["D"],
                "message_starts_with":["E"],"message_contains":["F"],"model_served_elsewhere":true},
                "then":{"category":"quota_exhausted","scope":"key_model","retry":"none","definite":false,
                "cooldown":"1h30m"}}]}""").get(0);
        assertThat(rule.id()).isEqualTo("acme.x");
        assertThat(rule.note()).isEqualTo("n");
        assertThat(rule.category()).isEqualTo(Category.QUOTA_EXHAUSTED);
        assertThat(rule.scope()).isEqualTo(Scope.KEY_MODEL);
        assertThat(rule.retry()).isEqualTo(Retry.NONE);
        assertThat(rule.definite()).isFalse();
        assertThat(rule.cooldown()).isEqualTo(Duration.ofMinutes(90));
        assertThat(rule.dailyReset()).isNull();
        RuleConditions when = rule.conditions();
        assertThat(when.channels()).isEqualTo(Set.of(Channel.OPENAI, Channel.GEMINI));
        assertThat(when.providers()).containsExactly("acme");
        assertThat(when.statuses()).hasToString("403,429");
        assertThat(List.of(when.codes(), when.types(), when.statusNames()))
                .containsExactly(Set.of("a"), Set.of("b"), Set.of("c"));
        assertThat(List.of(when.reasons(), when.messageStarts(), when.messageParts()))
                .containsExactly(List.of("d"), List.of("e"), List.of("f"));
        assertThat(when.modelServedElsewhere()).isTrue();
        assertThat(rule).hasToString("acme.x -> quota_exhausted key_model none");
    }

    @Test
    void readsABareListAStreamAndTheDefaults() {
        byte[] json = ("[" + GOOD + "]").getBytes(StandardCharsets.UTF_8);
        FailureRule rule = FailureRules.parse(new ByteArrayInputStream(json)).get(0);
        assertThat(rule.scope()).isEqualTo(Scope.REQUEST);
        assertThat(rule.retry()).isEqualTo(Retry.NONE);
        assertThat(FailureRules.parse("[]")).isEmpty();
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
        assertThatThrownBy(() -> FailureRules.parse(broken)).isInstanceOf(UncheckedIOException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "x|rules|JSON",
                "{|rules|JSON",
                "[] []|rules|JSON",
                "{\"rules\":[],\"rules\":[]}|rules|JSON",
                "12|rules|a list of rules",
                "{\"rule\":[]}|document.rule|known are rules",
                "[1]|rules[0]|an object",
            })
    void refusesWhatIsNoList(String json, String field, String message) {
        check(json, field, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"when\":{},\"then\":{}}|id|a text",
                "{\"id\":\"\",\"when\":{\"statuses\":\"500\"},\"then\":{\"category\":\"client_error\"}}|id|not all blank",
                "{\"id\":\"x\",\"then\":{}}|when|an object",
                "{\"id\":\"x\",\"when\":{\"statuses\":\"500\"}}|then|an object",
                "{\"id\":\"x\",\"if\":{},\"when\":{},\"then\":{}}|if|known are id, note, then, when",
                "{\"id\":\"x\",\"note\":1,\"when\":{},\"then\":{}}|note|a text",
            })
    void refusesABadRule(String rule, String field, String message) {
        check("[" + GOOD + "," + rule + "]", "rules[1]." + field, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|when|at least one condition",
                "{\"channels\":[\"openai\"]}|when|at least one condition",
                "{\"providers\":[\"x\"]}|when|at least one condition",
                "{\"status\":\"500\"}|when.status|known are",
                "{\"channels\":[\"open\"]}|when.channels|one of openai, openai-response, gemini, anthropic",
                "{\"channels\":[]}|when.channels|a text or a list",
                "{\"codes\":[1]}|when.codes|a text or a list",
                "{\"codes\":[\" \"]}|when.codes|not blank",
                "{\"message_contains\":\"\"}|when.message_contains|not blank",
                "{\"statuses\":500}|when.statuses|a text",
                "{\"statuses\":\"5xx\"}|when.statuses|between 100 and 999",
                "{\"statuses\":\"\"}|when.statuses|at least one status code",
                "{\"failures\":[\"boom\"]}|when.failures|one of connect, dns",
                "{\"failures\":[\"dns\"],\"statuses\":\"500\"}|when.failures|no condition on an answer",
                "{\"failures\":[\"dns\"],\"codes\":\"x\"}|when.failures|no condition on an answer",
                "{\"failures\":[\"dns\"],\"model_served_elsewhere\":true}|when.failures|no condition on an answer",
                "{\"model_served_elsewhere\":\"yes\"}|when.model_served_elsewhere|true or false",
            })
    void refusesBadConditions(String when, String field, String message) {
        check(
                "[{\"id\":\"x\",\"when\":" + when + ",\"then\":{\"category\":\"upstream_error\"}}]",
                "rules[0]." + field,
                message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|then.category|one of success, client_error",
                "{\"category\":\"CLIENT_ERROR\"}|then.category|one of success, client_error",
                "{\"category\":\"client_error\",\"scope\":\"key\"}|then.scope|none, request for client_error",
                "{\"category\":\"client_error\",\"scope\":\"me\"}|then.scope|one of none, request",
                "{\"category\":\"client_error\",\"retry\":\"rotate\"}|then.retry|none for client_error",
                "{\"category\":\"client_error\",\"retry\":\"again\"}|then.retry|one of none, rotate, retry",
                "{\"category\":\"client_error\",\"cooldown\":\"1s\"}|then.cooldown|takes nothing out",
                "{\"category\":\"upstream_error\",\"scope\":\"key\"}|then.scope|none, upstream, egress for upstream_error",
                "{\"category\":\"upstream_error\",\"scope\":\"none\",\"cooldown\":\"1s\"}|then.cooldown|takes nothing out",
                "{\"category\":\"key_rejected\",\"scope\":\"request\"}|then.scope|key, account for key_rejected",
                "{\"category\":\"key_rejected\",\"definite\":true,\"cooldown\":\"1s\"}|then.cooldown|takes nothing out",
                "{\"category\":\"success\",\"definite\":true}|then.definite|false unless",
                "{\"category\":\"success\",\"scope\":\"key\"}|then.scope|none for success",
                "{\"category\":\"cancelled\",\"retry\":\"retry\"}|then.retry|none for cancelled",
                "{\"category\":\"rate_limited\",\"definite\":true}|then.definite|false unless",
                "{\"category\":\"rate_limited\",\"definite\":1}|then.definite|true or false",
                "{\"category\":\"rate_limited\",\"scope\":\"upstream\"}|then.scope|key, key_model, account",
                "{\"category\":\"rate_limited\",\"cooldown\":\"-1s\"}|then.cooldown|more than zero",
                "{\"category\":\"rate_limited\",\"cooldown\":\"0s\"}|then.cooldown|more than zero",
                "{\"category\":\"rate_limited\",\"cooldown\":\"400d\"}|then.cooldown|at most 366 days",
                "{\"category\":\"rate_limited\",\"cooldown\":\"soon\"}|then.cooldown|a duration",
                "{\"category\":\"rate_limited\",\"cooldown\":5}|then.cooldown|a text",
                "{\"category\":\"rate_limited\",\"wait\":5}|then.wait|known are",
                "{\"category\":\"rate_limited\",\"daily_reset\":\"x\"}|then.daily_reset|an object",
                "{\"category\":\"rate_limited\",\"daily_reset\":{\"zone\":\"UTC\"}}|then.daily_reset.time|a text",
                "{\"category\":\"rate_limited\",\"daily_reset\":{\"zone\":\"UTC\",\"time\":\"25:00\"}}"
                        + "|then.daily_reset.time|a time of day",
                "{\"category\":\"rate_limited\",\"daily_reset\":{\"zone\":\"Mars\",\"time\":\"00:00\"}}"
                        + "|then.daily_reset.zone|a time zone",
                "{\"category\":\"rate_limited\",\"daily_reset\":{\"zone\":\"UTC\",\"time\":\"00:00\",\"x\":1}}"
                        + "|then.daily_reset.x|known are time, zone",
                "{\"category\":\"rate_limited\",\"cooldown\":\"1s\",\"daily_reset\":{\"zone\":\"UTC\",\"time\":\"00:00\"}}"
                        + "|then.cooldown|either a cooldown or a daily reset",
            })
    void refusesABadVerdict(String then, String field, String message) {
        check("[{\"id\":\"x\",\"when\":{\"statuses\":\"500\"},\"then\":" + then + "}]", "rules[0]." + field, message);
    }

    private static void check(String json, String field, String message) {
        assertThatThrownBy(() -> FailureRules.parse(json))
                .isInstanceOfSatisfying(
                        ConfigurationException.class, e -> assertThat(e.field()).isEqualTo(field))
                .hasMessageContaining(message);
    }

    @Test
    void refusesAnIdTwice() {
        check("[" + GOOD + "," + GOOD + "]", "rules[1].id", "an id no other rule has");
    }

    @Test
    void theBuilderNamesTheRule() {
        assertThatThrownBy(() -> FailureRule.named("my.rule")
                        .statuses("500")
                        .category(Category.CLIENT_ERROR)
                        .scope(Scope.KEY)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("failure_rules[my.rule].then.scope: 'key' is not allowed");
        assertThatThrownBy(() -> FailureRule.named("r").statuses("500").build())
                .hasMessageContaining("failure_rules[r].then.category");
        assertThatThrownBy(() -> FailureRule.named("r".repeat(101))
                        .statuses("500")
                        .category(Category.SUCCESS)
                        .build())
                .hasMessageContaining("100 characters");
        assertThatCode(() -> FailureRule.named("r")
                        .statuses("404")
                        .category(Category.SUCCESS)
                        .build())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-10T21:00:00Z,PT10H",
        "2026-03-11T07:00:00Z,PT24H",
        "2026-03-11T06:59:59Z,PT1S",
        // The night the clocks go forward is an hour shorter, the other an hour longer.
        "2026-03-08T08:00:00Z,PT23H",
        "2026-11-01T07:00:00Z,PT25H",
        "2026-01-10T21:00:00Z,PT11H",
    })
    void aDailyResetFollowsTheWallClock(Instant now, Duration expected) {
        DailyReset reset = new DailyReset(ZoneId.of("America/Los_Angeles"), LocalTime.MIDNIGHT);
        assertThat(reset.after(now)).isEqualTo(expected);
    }
}
