package io.gptload.client.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.config.StatusCodes;
import io.gptload.client.wire.Channel;
import io.gptload.client.wire.ErrorBody;
import io.gptload.client.wire.HeaderView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailurePolicyTest {

    private static final Instant NOW = Instant.parse("2026-03-10T21:00:00Z");
    private static final FailurePolicy SMART = smart(List.of());

    private static FailurePolicy smart(List<FailureRule> rules) {
        return FailurePolicy.smart(Channel.OPENAI, null, rules, StatusCodes.DEFAULT_FAILOVER);
    }

    private static Outcome answer(int status, String message, String... header) {
        HeaderView headers = header.length == 0 ? HeaderView.EMPTY : HeaderView.of(Map.of(header[0], header[1]));
        return Outcome.ofResponse(status, headers, ErrorBody.ofMessage(message));
    }

    @Test
    void aSuccessIsAConstant() {
        for (int status = 200; status < 300; status++) {
            assertThat(SMART.judge(answer(status, "invalid_api_key"), NOW)).isSameAs(Verdict.SUCCESS);
        }
    }

    @Test
    void everyStatusHasAVerdictWithARule() {
        for (int status = -1; status < 1100; status++) {
            Verdict verdict = SMART.judge(answer(status, ""), NOW);
            assertThat(verdict.ruleId()).isNotBlank();
            assertThat(verdict.category() == Category.SUCCESS).isEqualTo(status >= 200 && status < 300);
            if (status >= 400
                    && status < 500
                    && !List.of(401, 402, 403, 407, 408, 409, 421, 425, 429, 451, 498, 499)
                            .contains(status)) {
                assertThat(verdict).isEqualTo(Verdict.of(Category.CLIENT_ERROR, "http.client_error"));
            }
            if (status >= 500 && status < 1000) {
                assertThat(verdict).isEqualTo(Verdict.of(Category.UPSTREAM_ERROR, "http.server_error"));
            }
        }
        assertThat(SMART.judge(answer(0, ""), NOW).ruleId()).isEqualTo("transport.other");
        assertThat(SMART.judge(answer(101, ""), NOW).ruleId()).isEqualTo("unmatched.redirect");
    }

    @Test
    void aBrokenAnswerIsAFailureWhateverItsStatus() {
        Outcome broken = new Outcome(200, HeaderView.EMPTY, ErrorBody.EMPTY, FailureKind.TRUNCATED, false);
        assertThat(broken.isSuccess()).isFalse();
        assertThat(SMART.judge(broken, NOW).ruleId()).isEqualTo("transport.truncated");
    }

    @Test
    void a404IsRelayedByDefaultThoughTheModelRests() {
        ErrorBody error = new ErrorBody("model_not_found", null, null, "x", List.of(), null, null);
        Verdict verdict = SMART.judge(Outcome.ofResponse(404, HeaderView.EMPTY, error, true), NOW);
        assertThat(verdict)
                .isEqualTo(new Verdict(
                        Category.NOT_PERMITTED, Scope.KEY_MODEL, Retry.NONE, false, null, false, "model.not_here"));
        assertThat(SMART.judge(Outcome.ofResponse(404, HeaderView.EMPTY, error, false), NOW)
                        .category())
                .isEqualTo(Category.CLIENT_ERROR);
    }

    @ParameterizedTest
    @CsvSource({"20,PT20S,false", "3600,PT1H,false", "3601,PT1H,true", "86400,PT1H,true", "-5,PT0S,false"})
    void believesARateLimitForAnHour(String retryAfter, Duration cooldown, boolean capped) {
        Verdict verdict = SMART.judge(answer(429, "", "Retry-After", retryAfter), NOW);
        assertThat(verdict.category()).isEqualTo(Category.RATE_LIMITED);
        assertThat(verdict.cooldown()).isEqualTo(cooldown);
        assertThat(verdict.capped()).isEqualTo(capped);
    }

    @Test
    void believesAQuotaForAMonth() {
        assertThat(SMART.judge(answer(402, "", "Retry-After", "86400"), NOW).cooldown())
                .isEqualTo(Duration.ofDays(1));
        assertThat(SMART.judge(answer(402, "", "Retry-After", "99999999"), NOW).cooldown())
                .isEqualTo(Duration.ofDays(32));
    }

    @Test
    void aWindowOfAMinuteSaysNothingAboutAQuota() {
        Map<String, String> minute = Map.of("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "1s");
        Map<String, String> day =
                Map.of("x-ratelimit-remaining-requests-day", "0", "x-ratelimit-reset-requests-day", "7200");
        assertThat(SMART.judge(Outcome.ofResponse(402, HeaderView.of(minute), ErrorBody.EMPTY), NOW)
                        .cooldown())
                .isNull();
        assertThat(SMART.judge(Outcome.ofResponse(402, HeaderView.of(day), ErrorBody.EMPTY), NOW)
                        .cooldown())
                .isEqualTo(Duration.ofHours(2));
        assertThat(SMART.judge(Outcome.ofResponse(503, HeaderView.of(day), ErrorBody.EMPTY), NOW)
                        .cooldown())
                .isNull();
    }

    @Test
    void anUpstreamMayAskForTime() {
        assertThat(SMART.judge(answer(503, "", "Retry-After", "7"), NOW).cooldown())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(SMART.judge(answer(401, "", "Retry-After", "7"), NOW).cooldown())
                .isNull();
        assertThat(SMART.judge(answer(400, "", "Retry-After", "7"), NOW).cooldown())
                .isNull();
    }

    @Test
    void userRulesGoFirstAndInOrder() {
        FailureRule one = FailureRule.named("one")
                .statuses("500")
                .messageContains("Busy")
                .category(Category.RATE_LIMITED)
                .cooldown(Duration.ofSeconds(9))
                .build();
        FailureRule two = FailureRule.named("two")
                .statuses("500-501")
                .category(Category.CLIENT_ERROR)
                .build();
        FailurePolicy policy = smart(List.of(one, two));
        assertThat(policy.judge(answer(500, "too BUSY", "Retry-After", "1"), NOW))
                .isEqualTo(new Verdict(
                        Category.RATE_LIMITED, Scope.KEY, Retry.ROTATE, false, Duration.ofSeconds(9), false, "one"));
        assertThat(policy.judge(answer(500, ""), NOW).ruleId()).isEqualTo("two");
        assertThat(policy.judge(answer(502, ""), NOW).ruleId()).isEqualTo("http.server_error");
    }

    @Test
    void aUserMayJudgeASuccess() {
        FailureRule rule = FailureRule.named("empty.quota")
                .statuses("200")
                .codes("QUOTA")
                .category(Category.QUOTA_EXHAUSTED)
                .build();
        FailurePolicy policy =
                FailurePolicy.smart(Channel.OPENAI, null, List.of(rule), StatusCodes.parse("200,400-599"));
        ErrorBody quota = new ErrorBody("quota", null, null, null, List.of(), null, null);
        assertThat(policy.judge(Outcome.ofResponse(200, HeaderView.EMPTY, quota), NOW)
                        .retry())
                .isEqualTo(Retry.ROTATE);
        assertThat(policy.judge(Outcome.ofResponse(200, HeaderView.EMPTY, ErrorBody.EMPTY), NOW))
                .isSameAs(Verdict.SUCCESS);
    }

    @Test
    void aRuleWithoutAStatusLeavesSuccessesAndBrokenExchangesAlone() {
        FailureRule rule = FailureRule.named("any")
                .modelServedElsewhere(false)
                .category(Category.CLIENT_ERROR)
                .build();
        FailurePolicy policy = smart(List.of(rule));
        assertThat(policy.judge(answer(200, ""), NOW)).isSameAs(Verdict.SUCCESS);
        assertThat(policy.judge(answer(302, ""), NOW).ruleId()).isEqualTo("any");
        assertThat(policy.judge(Outcome.ofFailure(FailureKind.RESET), NOW).ruleId())
                .isEqualTo("transport.reset");
    }

    @Test
    void channelAndProviderLimitARule() {
        FailureRule rule = FailureRule.named("r")
                .channels(Channel.ANTHROPIC)
                .providers("Acme")
                .statuses("500")
                .category(Category.CLIENT_ERROR)
                .build();
        assertThat(judged(rule, Channel.ANTHROPIC, "acme")).isEqualTo("r");
        assertThat(judged(rule, Channel.ANTHROPIC, "other")).isEqualTo("http.server_error");
        assertThat(judged(rule, Channel.ANTHROPIC, null)).isEqualTo("http.server_error");
        assertThat(judged(rule, Channel.OPENAI, "acme")).isEqualTo("http.server_error");
    }

    private static String judged(
            FailureRule rule, Channel channel, @org.jspecify.annotations.Nullable String provider) {
        return FailurePolicy.smart(channel, provider, List.of(rule), StatusCodes.DEFAULT_FAILOVER)
                .judge(answer(500, ""), NOW)
                .ruleId();
    }

    @Test
    void failuresHaveRulesOfTheirOwn() {
        FailureRule rule = FailureRule.named("dns")
                .failureKinds(FailureKind.DNS, FailureKind.TLS)
                .category(Category.UPSTREAM_ERROR)
                .scope(Scope.EGRESS)
                .build();
        FailurePolicy policy = smart(List.of(rule));
        assertThat(policy.judge(Outcome.ofFailure(FailureKind.DNS), NOW).scope())
                .isEqualTo(Scope.EGRESS);
        assertThat(policy.judge(Outcome.ofFailure(FailureKind.CONNECT), NOW).scope())
                .isEqualTo(Scope.UPSTREAM);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 405, 413, 422, 429, 500, 503, 529, 999})
    void theOriginalStrikesForEveryStatusOfItsList(int status) {
        FailurePolicy policy = FailurePolicy.gptLoad(StatusCodes.DEFAULT_FAILOVER);
        assertThat(policy.judge(answer(status, "no", "Retry-After", "5"), NOW))
                .isEqualTo(new Verdict(
                        Category.KEY_REJECTED, Scope.KEY, Retry.RETRY, false, null, false, "gpt_load.strike"));
    }

    @Test
    void theOriginalRelaysAndForgives() {
        FailurePolicy policy = FailurePolicy.gptLoad(StatusCodes.DEFAULT_FAILOVER);
        assertThat(policy.judge(answer(200, ""), NOW)).isSameAs(Verdict.SUCCESS);
        for (int status : new int[] {301, 404}) {
            Verdict relay = policy.judge(answer(status, ""), NOW);
            assertThat(relay.scope()).isEqualTo(Scope.NONE);
            assertThat(relay.retry()).isEqualTo(Retry.NONE);
        }
        for (String message : List.of(
                "Resource has been exhausted (e.g. check quota).",
                "x PLEASE REDUCE THE LENGTH OF THE MESSAGES or completion")) {
            Verdict forgiven = policy.judge(answer(429, message), NOW);
            assertThat(forgiven.retry()).isEqualTo(Retry.RETRY);
            assertThat(forgiven.scope()).isEqualTo(Scope.NONE);
            assertThat(forgiven.category()).isNotEqualTo(Category.KEY_REJECTED);
        }
        assertThat(policy.judge(Outcome.ofFailure(FailureKind.CONNECT), NOW).ruleId())
                .isEqualTo("gpt_load.strike");
        assertThat(policy.judge(new Outcome(429, HeaderView.EMPTY, ErrorBody.EMPTY, null, false), NOW)
                        .ruleId())
                .isEqualTo("gpt_load.strike");
    }

    @Test
    void theOriginalMayEvenPunishASuccess() {
        assertThat(FailurePolicy.gptLoad(StatusCodes.parse("200-599"))
                        .judge(answer(204, ""), NOW)
                        .category())
                .isEqualTo(Category.KEY_REJECTED);
    }

    @Test
    void relayingKeepsTheRest() {
        assertThat(Verdict.SUCCESS.relayed()).isSameAs(Verdict.SUCCESS);
        assertThat(Verdict.of(Category.KEY_REJECTED, "r").relayed())
                .isEqualTo(new Verdict(Category.KEY_REJECTED, Scope.KEY, Retry.NONE, false, null, false, "r"));
        assertThat(Verdict.CANCELLED.scope()).isEqualTo(Scope.NONE);
    }
}
