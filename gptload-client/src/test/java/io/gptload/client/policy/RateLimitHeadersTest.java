package io.gptload.client.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.policy.RateLimitWindow.Kind;
import io.gptload.client.wire.Channel;
import io.gptload.client.wire.ErrorBody;
import io.gptload.client.wire.HeaderView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitHeadersTest {

    private static final Instant NOW = Instant.parse("2026-03-10T21:00:00Z");

    private static HeaderView headers(String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return HeaderView.of(map);
    }

    private static @Nullable Duration retryAfter(HeaderView headers) {
        return RateLimitHeaders.retryAfter(headers, ErrorBody.EMPTY, NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "20,PT20S",
        "0,PT0S",
        "1.5,PT1.5S",
        "-5,PT0S",
        "' 7 ',PT7S",
        "'Tue, 10 Mar 2026 21:01:30 GMT',PT1M30S",
        "'Tue, 10 Mar 2026 20:00:00 GMT',PT0S",
        "1773176460,PT1M",
        "99999999,PT768H",
        "30s,PT30S",
        "x,",
        "'',",
        "'-',",
        "1e9,",
        "'Tue, 99 Mar 2026 21:01:30 GMT',",
        "999999999999999999999999999999,PT768H",
        "NaN,",
        "Infinity,"
    })
    void readsRetryAfter(String value, Duration expected) {
        assertThat(retryAfter(headers("Retry-After", value))).isEqualTo(expected);
    }

    @Test
    void millisecondsGoBeforeSeconds() {
        assertThat(retryAfter(headers("retry-after", "9", "retry-after-ms", "1250")))
                .isEqualTo(Duration.ofMillis(1250));
        assertThat(retryAfter(headers("x-ms-retry-after-ms", "40"))).isEqualTo(Duration.ofMillis(40));
        assertThat(retryAfter(headers("retry-after-ms", "soon", "retry-after", "9")))
                .isEqualTo(Duration.ofSeconds(9));
        assertThat(retryAfter(headers("retry-after-ms", "-1"))).isEqualTo(Duration.ZERO);
    }

    @Test
    void theFirstSourceThatSpeaksCounts() {
        Instant later = NOW.plusSeconds(50);
        ErrorBody all =
                new ErrorBody(null, null, null, "Please try again in 40s", List.of(), Duration.ofSeconds(30), later);
        HeaderView windows = headers("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "60s");
        HeaderView both = headers(
                "retry-after", "20", "x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "60s");
        assertThat(RateLimitHeaders.retryAfter(both, all, NOW)).isEqualTo(Duration.ofSeconds(20));
        assertThat(RateLimitHeaders.retryAfter(windows, all, NOW)).isEqualTo(Duration.ofSeconds(30));
        ErrorBody noInfo = new ErrorBody(null, null, null, all.message(), List.of(), null, later);
        assertThat(RateLimitHeaders.retryAfter(windows, noInfo, NOW)).isEqualTo(Duration.ofSeconds(50));
        assertThat(RateLimitHeaders.retryAfter(windows, ErrorBody.ofMessage("try again in 40s"), NOW))
                .isEqualTo(Duration.ofSeconds(40));
        assertThat(RateLimitHeaders.retryAfter(windows, ErrorBody.ofMessage("try again"), NOW))
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(RateLimitHeaders.retryAfter(HeaderView.EMPTY, ErrorBody.EMPTY, NOW))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Please try again in 6m0s.|PT6M",
                "Please try again in 120ms. Visit https://x|PT0.12S",
                "Please try again in 1h2m3.5s.|PT1H2M3.5S",
                "Please try again in 4.77s. Need more|PT4.77S",
                "* Quota exceeded\\nPlease retry in 34.074824224s.|PT34.074824224S",
                "Please wait 4000 seconds before retrying.|PT1H6M40S",
                "Please retry after 22 seconds.|PT22S",
                "Try again in 1 minute.|PT1M",
                "Limit resets in 2 hours|PT2H",
                "try again in 99999999h|PT768H",
                "You will regain access on 2026-03-11 at 00:00 UTC.|PT3H",
                "You will regain access on 2026-03-11.|PT3H",
                "You will regain access on 2026-03-01 at 00:00 UTC.|PT0S",
                "You will regain access on 2026-99-01 at 00:00 UTC.|",
                "try again in 3 apples|",
                "try again in ...s|",
                "try again later|",
            })
    void readsTheMessage(String message, Duration expected) {
        assertThat(RateLimitHeaders.retryAfter(HeaderView.EMPTY, ErrorBody.ofMessage(message), NOW))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1s,PT1S",
        "6m0s,PT6M",
        "120ms,PT0.12S",
        "1h2m3.5s,PT1H2M3.5S",
        "2d,PT48H",
        "59,PT59S",
        "0.5,PT0.5S",
        "1773176460,PT1M",
        "1773176460000,PT1M",
        "1773176000,PT0S",
        "2026-03-10T21:00:10Z,PT10S",
        "2026-03-10T22:00:10+01:00,PT10S",
        "2026-03-10T20:00:00Z,PT0S",
        "-3,PT0S",
        "-1m,PT0S",
        "PT5S,PT5S",
        "junk,",
        "1x,",
        "1m5,",
        "5ss,",
        "1.2.3s,",
        "2026-99-10T21:00:10Z,"
    })
    void readsEveryFormOfReset(String reset, Duration expected) {
        HeaderView headers = headers("X-RateLimit-Remaining-Tokens", "0", "X-RateLimit-Reset-Tokens", reset);
        assertThat(RateLimitHeaders.windows(headers, NOW))
                .containsExactly(new RateLimitWindow(Kind.TOKENS, "tokens", null, 0L, expected));
        assertThat(retryAfter(headers)).isEqualTo(expected);
    }

    @Test
    void readsTheWindowsOfOpenAi() {
        assertThat(RateLimitHeaders.windows(
                        headers(
                                "x-ratelimit-limit-requests", "60",
                                "x-ratelimit-limit-tokens", "150000",
                                "x-ratelimit-remaining-requests", "59",
                                "x-ratelimit-remaining-tokens", "149984",
                                "x-ratelimit-reset-requests", "1s",
                                "x-ratelimit-reset-tokens", "6m0s",
                                "content-type", "application/json"),
                        NOW))
                .containsExactly(
                        new RateLimitWindow(Kind.REQUESTS, "requests", 60L, 59L, Duration.ofSeconds(1)),
                        new RateLimitWindow(Kind.TOKENS, "tokens", 150_000L, 149_984L, Duration.ofMinutes(6)));
    }

    @Test
    void readsTheWindowsOfAnthropic() {
        assertThat(RateLimitHeaders.windows(
                        headers(
                                "anthropic-ratelimit-requests-limit", "50",
                                "anthropic-ratelimit-requests-remaining", "0",
                                "anthropic-ratelimit-requests-reset", "2026-03-10T21:00:12Z",
                                "anthropic-ratelimit-input-tokens-remaining", "1000",
                                "anthropic-ratelimit-unified-5h-status", "rejected",
                                "anthropic-ratelimit-unified-5h-reset", "1773180000"),
                        NOW))
                .containsExactly(
                        new RateLimitWindow(Kind.REQUESTS, "requests", 50L, 0L, Duration.ofSeconds(12)),
                        new RateLimitWindow(Kind.TOKENS, "input-tokens", null, 1000L, null),
                        new RateLimitWindow(Kind.OTHER, "unified-5h", null, 0L, Duration.ofSeconds(3600)));
    }

    @Test
    void readsTheWindowsOfOthers() {
        assertThat(RateLimitHeaders.windows(
                        headers(
                                "x-ratelimit-limit-requests-day", "14400",
                                "x-ratelimit-remaining-requests-day", "0",
                                "x-ratelimit-reset-requests-day", "33011.38",
                                "x-ratelimit-remaining-tokens-minute", "59000",
                                "x-ratelimit-remaining-req-minute", "3",
                                "x-ratelimit-remaining", "-1",
                                "x-ratelimit-reset", "1773176460000"),
                        NOW))
                .containsExactly(
                        new RateLimitWindow(Kind.REQUESTS, "requests-day", 14_400L, 0L, Duration.ofMillis(33_011_380)),
                        new RateLimitWindow(Kind.TOKENS, "tokens-minute", null, 59_000L, null),
                        new RateLimitWindow(Kind.REQUESTS, "req-minute", null, 3L, null),
                        new RateLimitWindow(Kind.REQUESTS, "", null, 0L, Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RateLimit|\"default\";r=0;t=30",
                "RateLimit|limit=100, remaining=0, reset=30",
                "ratelimit-remaining|0",
            })
    void readsTheIetfDrafts(String name, String value) {
        assertThat(retryAfter(headers(name, value, "ratelimit-reset", "30"))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aWindowWithSomethingLeftSaysNothing() {
        assertThat(retryAfter(headers(
                        "x-ratelimit-remaining-requests",
                        "0",
                        "x-ratelimit-reset-requests",
                        "2s",
                        "x-ratelimit-remaining-tokens",
                        "5",
                        "x-ratelimit-reset-tokens",
                        "6m0s",
                        "x-ratelimit-reset-requests-day",
                        "20h")))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(retryAfter(headers(
                        "x-ratelimit-remaining-requests",
                        "0",
                        "x-ratelimit-reset-requests",
                        "2s",
                        "x-ratelimit-remaining-tokens",
                        "0",
                        "x-ratelimit-reset-tokens",
                        "6m0s")))
                .isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void aSuccessTellsWhenAKeyShouldRest() {
        HeaderView openai = headers("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "12s");
        HeaderView claude = headers(
                "anthropic-ratelimit-requests-remaining", "0",
                "anthropic-ratelimit-requests-reset", "2026-03-10T21:00:12Z");
        assertThat(RateLimitHeaders.exhaustedFor(Channel.OPENAI, openai, () -> NOW))
                .isEqualTo(Duration.ofSeconds(12));
        assertThat(RateLimitHeaders.exhaustedFor(Channel.ANTHROPIC, claude, () -> NOW))
                .isEqualTo(Duration.ofSeconds(12));
        assertThat(RateLimitHeaders.exhaustedFor(Channel.GEMINI, openai, () -> NOW))
                .isNull();
        assertThat(RateLimitHeaders.exhaustedFor(Channel.ANTHROPIC, openai, () -> NOW))
                .isNull();
        assertThat(RateLimitHeaders.exhaustedFor(Channel.OPENAI_RESPONSE, openai, () -> NOW))
                .isEqualTo(Duration.ofSeconds(12));
    }

    @ParameterizedTest
    @CsvSource({
        "x-ratelimit-remaining-requests,x-ratelimit-reset-requests,3h,PT1H",
        "x-ratelimit-remaining-requests-day,x-ratelimit-reset-requests-day,10800,PT3H",
        "x-ratelimit-remaining,x-ratelimit-reset,1773176460,PT1M",
        "ratelimit-remaining,ratelimit-reset,5,PT5S",
        "x-ratelimit-remaining-requests,x-ratelimit-reset-requests,0s,",
        "x-ratelimit-remaining-requests,x-ratelimit-reset-requests,junk,",
        "x-ratelimit-remaining-tokens,x-ratelimit-reset-tokens,5s,",
    })
    void believesASuccessOnlySoFar(String remaining, String reset, String value, Duration expected) {
        assertThat(RateLimitHeaders.exhaustedFor(Channel.OPENAI, headers(remaining, "0", reset, value), () -> NOW))
                .isEqualTo(expected);
        assertThat(RateLimitHeaders.exhaustedFor(Channel.OPENAI, headers(remaining, "1", reset, value), () -> NOW))
                .isNull();
        assertThat(RateLimitHeaders.exhaustedFor(Channel.OPENAI, headers(reset, value), () -> NOW))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-ratelimit-remaining-requests",
                "X-RateLimit-Remaining-Requests-Day",
                "x-ratelimit-remaining",
                "RateLimit-Remaining",
                "anthropic-ratelimit-requests-remaining",
            })
    void oneLookAtAHeaderTellsWhetherItIsWorthMore(String name) {
        assertThat(RateLimitHeaders.isNoneLeft(name, "0")).isTrue();
        assertThat(RateLimitHeaders.isNoneLeft(name, "000")).isTrue();
        for (String something : List.of("59", "01", "", "-1", "0.5", "x", "0000000000000000000", "+0")) {
            assertThat(RateLimitHeaders.isNoneLeft(name, something)).isFalse();
        }
    }

    @Test
    void zeroOfSomethingElseSaysNothing() {
        for (String name : List.of("content-length", "expires", "x-ratelimit-remaining-tokens")) {
            assertThat(RateLimitHeaders.isNoneLeft(name, "0")).isFalse();
        }
    }

    @Test
    void readsTheResetInAnOpenRouterBody() {
        ErrorBody error = ErrorBody.parse(
                "{\"error\":{\"code\":429,\"metadata\":{\"headers\":{\"X-RateLimit-Reset\":\"1773176460000\"}}}}"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(RateLimitHeaders.retryAfter(HeaderView.EMPTY, error, NOW)).isEqualTo(Duration.ofMinutes(1));
        assertThat(RateLimitHeaders.retryAfter(HeaderView.EMPTY, error, NOW.plusSeconds(90)))
                .isZero();
    }

    @Test
    void aFloodOfHeadersIsBounded() {
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < 500; i++) {
            many.put("x-ratelimit-remaining-w" + i, "0");
        }
        assertThat(RateLimitHeaders.windows(HeaderView.of(many), NOW)).hasSize(16);
    }
}
