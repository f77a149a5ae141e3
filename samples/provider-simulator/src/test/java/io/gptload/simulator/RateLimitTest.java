package io.gptload.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();
    private final ProviderSimulator simulator =
            ProviderSimulator.builder().clock(clock).build();

    @Test
    void windowStartsWithItsFirstRequest() {
        simulator.setKey(SimulatedKey.limited("k", 2, MINUTE));
        clock.advance(Duration.ofSeconds(50));
        assertThat(status("k")).isEqualTo(200);
        clock.advance(Duration.ofSeconds(59));
        assertThat(status("k")).isEqualTo(200);
        assertThat(status("k")).isEqualTo(429);
        clock.advance(Duration.ofMillis(999));
        assertThat(status("k")).isEqualTo(429);
        clock.advance(Duration.ofMillis(1));
        assertThat(status("k")).isEqualTo(200);
    }

    @Test
    void aKeyThatIsExhaustedIsRefusedUntilItsWindowIsOver() {
        simulator.setKey(SimulatedKey.limited("k", 2, MINUTE));
        simulator.exhaust("k");
        clock.advance(Duration.ofSeconds(50));

        assertThat(simulator.handle(Requests.openAi("k")).header("retry-after")).isEqualTo("10");
        clock.advance(Duration.ofSeconds(10));
        assertThat(status("k")).isEqualTo(200);
        assertThatThrownBy(() -> simulator.exhaust("other")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void openAiHeadersTellWhatIsLeft() {
        simulator.setKey(SimulatedKey.limited("k", 2, Duration.ofMinutes(6))
                .limit(new RateLimit(RateLimit.Unit.TOKENS, 1000, MINUTE)));

        SimulatedResponse response = simulator.handle(Requests.openAi("k"));

        assertThat(response.header("x-ratelimit-limit-requests")).isEqualTo("2");
        assertThat(response.header("x-ratelimit-remaining-requests")).isEqualTo("1");
        assertThat(response.header("x-ratelimit-reset-requests")).isEqualTo("6m0s");
        assertThat(response.header("x-ratelimit-limit-tokens")).isEqualTo("1000");
        assertThat(response.header("x-ratelimit-remaining-tokens"))
                .isEqualTo(Integer.toString(1000 - (Requests.CHAT.length() + 3) / 4 - 4));
        assertThat(response.header("retry-after")).isNull();
    }

    @Test
    void openAiRefusalSaysWhenToRetry() {
        simulator.setKey(SimulatedKey.limited("k", 1, MINUTE).withRetryAfterMillis());
        simulator.handle(Requests.openAi("k"));
        clock.advance(Duration.ofMillis(58_500));

        SimulatedResponse response = simulator.handle(Requests.openAi("k"));

        assertThat(response.status()).isEqualTo(429);
        assertThat(response.header("retry-after")).isEqualTo("2");
        assertThat(response.header("retry-after-ms")).isEqualTo("1500");
        assertThat(response.header("x-ratelimit-reset-requests")).isEqualTo("1.5s");
        assertThat(response.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(Requests.json(response).at("/error/code").asString()).isEqualTo("rate_limit_exceeded");
        assertThat(response.bodyText()).contains("try again in 1.5s");
    }

    @Test
    void anthropicRefusalNamesTheInstantOfTheReset() {
        simulator.setKey(SimulatedKey.limited("k", 1, MINUTE));
        clock.advance(Duration.ofMillis(300));
        simulator.handle(Requests.anthropic("k"));

        SimulatedResponse response = simulator.handle(Requests.anthropic("k"));

        assertThat(response.header("anthropic-ratelimit-requests-limit")).isEqualTo("1");
        assertThat(response.header("anthropic-ratelimit-requests-remaining")).isEqualTo("0");
        assertThat(response.header("anthropic-ratelimit-requests-reset")).isEqualTo("2026-01-02T03:05:06Z");
        assertThat(response.header("retry-after")).isEqualTo("60");
        assertThat(Requests.json(response).at("/error/type").asString()).isEqualTo("rate_limit_error");
    }

    @Test
    void geminiRefusalExplainsItselfInTheBodyOnly() {
        simulator.setKey(SimulatedKey.limited("k", 1, MINUTE));
        simulator.handle(Requests.gemini("k"));
        clock.advance(Duration.ofMillis(58_800));

        SimulatedResponse response = simulator.handle(Requests.gemini("k"));

        assertThat(response.headers().keySet()).noneMatch(name -> name.contains("ratelimit") || name.contains("retry"));
        assertThat(Requests.json(response).at("/error/details/1/retryDelay").asString())
                .isEqualTo("1.2s");
        assertThat(Requests.json(response)
                        .at("/error/details/0/violations/0/quotaId")
                        .asString())
                .isEqualTo("GenerateRequestsPerMinutePerProjectPerModel-FreeTier");
        assertThat(Requests.json(response).at("/error/message").asString()).endsWith("Please retry in 1.2s.");
    }

    @Test
    void headersCanBeLeftOut() {
        simulator.setKey(SimulatedKey.limited("k", 1, MINUTE).withoutRateLimitHeaders());

        assertThat(simulator.handle(Requests.openAi("k")).headers()).containsOnlyKeys("content-type", "x-request-id");
        assertThat(simulator.handle(Requests.openAi("k")).headers()).containsOnlyKeys("content-type", "x-request-id");
    }

    @Test
    void tokensAreLimitedByTheirEstimate() {
        long perCall = (Requests.CHAT.length() + 3) / 4 + 4;
        simulator.setKey(SimulatedKey.limitedTokens("k", 2 * perCall, MINUTE));

        assertThat(status("k")).isEqualTo(200);
        assertThat(status("k")).isEqualTo(200);
        SimulatedResponse refused = simulator.handle(Requests.openAi("k"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Requests.json(refused).at("/error/type").asString()).isEqualTo("tokens");
    }

    @Test
    void requestTooLargeForAnyWindowIsToldToWaitForOne() {
        simulator.setKey(SimulatedKey.limitedTokens("k", 3, Duration.ofSeconds(90)));

        SimulatedResponse refused = simulator.handle(Requests.openAi("k"));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("retry-after")).isEqualTo("90");
        assertThat(refused.header("x-ratelimit-remaining-tokens")).isEqualTo("3");
    }

    @Test
    void refusedRequestsAreFree() {
        simulator.setKey(SimulatedKey.limited("k", 1, MINUTE));

        assertThat(simulator.handle(Requests.openAi("k", "{")).status()).isEqualTo(400);
        assertThat(status("k")).isEqualTo(200);
        IntStream.range(0, 3).forEach(i -> assertThat(status("k")).isEqualTo(429));
        clock.advance(MINUTE);
        assertThat(status("k")).isEqualTo(200);
    }

    @Test
    void limitPerModelLeavesOtherModelsAlone() {
        simulator.setKey(SimulatedKey.limited("k", 1, MINUTE).perModel());

        assertThat(status("k")).isEqualTo(200);
        assertThat(status("k")).isEqualTo(429);
        assertThat(simulator
                        .handle(Requests.openAi("k", Requests.CHAT.replace("m-1", "m-2")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void keysOfAnAccountShareTheLimit() {
        simulator.setKey(SimulatedKey.limited("a", 2, MINUTE).account("org"));
        simulator.setKey(SimulatedKey.limited("b", 2, MINUTE).account("org"));
        simulator.setKey(SimulatedKey.limited("c", 2, MINUTE).account("other"));

        assertThat(status("a")).isEqualTo(200);
        assertThat(status("b")).isEqualTo(200);
        assertThat(status("a")).isEqualTo(429);
        assertThat(status("b")).isEqualTo(429);
        assertThat(status("c")).isEqualTo(200);
    }

    @Test
    void accountsCanCountPerModel() {
        SimulatedKey key = SimulatedKey.limited("a", 1, MINUTE).perModel().account("org");

        assertThat(key.scope()).isEqualTo(LimitScope.PER_ACCOUNT_MODEL);
    }

    @Test
    void settingAKeyAgainGivesItAFreshWindow() {
        simulator.setKey(SimulatedKey.limited("k", 1, MINUTE));
        assertThat(status("k")).isEqualTo(200);
        simulator.setKey(SimulatedKey.limited("k", 1, MINUTE));
        assertThat(status("k")).isEqualTo(200);
        simulator.resetLimits();
        assertThat(status("k")).isEqualTo(200);
    }

    @Test
    void manyThreadsNeverExceedTheLimit() {
        simulator.setKey(SimulatedKey.limited("k", 50, MINUTE));

        IntStream.range(0, 200).parallel().forEach(i -> status("k"));

        assertThat(simulator.served("k")).isEqualTo(50);
        assertThat(simulator.rateLimited()).isEqualTo(150);
    }

    @Test
    void impossibleLimitsAreRefused() {
        assertThatThrownBy(() -> SimulatedKey.limited("k", -1, MINUTE)).hasMessageContaining("amount");
        assertThatThrownBy(() -> SimulatedKey.limited("k", 1, Duration.ZERO)).hasMessageContaining("window");
    }

    private int status(String key) {
        return simulator.handle(Requests.openAi(key)).status();
    }
}
