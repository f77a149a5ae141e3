package io.gptload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gptload.client.config.KeyBudget.Unit;
import io.gptload.client.config.KeyBudget.Window;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyBudgetsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 requests/minute|30 requests/minute",
                "1 request / second; 6000 TOKENS/Minute|1 requests/second, 6000 tokens/minute",
                "30 rpm,14400 rpd, 6000tpm ,1 tph|30 requests/minute, 14400 requests/day, 6000 tokens/minute, 1 tokens/hour",
                "5 requests per minute|5 requests/minute",
                "gemini-2.5-pro: 100 requests/day|gemini-2.5-pro: 100 requests/day",
                "deepseek/deepseek-r1:free: 50 rpd|deepseek/deepseek-r1:free: 50 requests/day",
                "llama3.1:8b:30 rpm|llama3.1:8b: 30 requests/minute",
                "100 requests/day from 8:00 Asia/Tokyo|100 requests/day from 08:00 Asia/Tokyo",
                "100 rpd from 00:30|100 requests/day from 00:30 UTC",
                ", ,|''",
            })
    void budgetsAreReadAndWrittenBack(String text, String written) {
        KeyBudgets budgets = KeyBudgets.parse(text);

        assertThat(budgets).hasToString(written);
        assertThat(KeyBudgets.parse(budgets.toString())).isEqualTo(budgets);
        assertThat(budgets.isEmpty()).isEqualTo(written.isEmpty());
    }

    @Test
    void linesSeparateToo() {
        assertThat(KeyBudgets.parse("30 rpm\r\ngpt-4o: 5 tps\n").all())
                .containsExactly(
                        new KeyBudget(null, 30, Unit.REQUESTS, Window.MINUTE, null),
                        new KeyBudget("gpt-4o", 5, Unit.TOKENS, Window.SECOND, null));
        assertThat(KeyBudgets.parse("gpt-4o: 5 tps").all().get(0).ruleId()).isEqualTo("budget.tokens_per_second");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30",
                "30/minute",
                "requests/minute",
                "-3 rpm",
                "0 rpm",
                "1.5 rpm",
                "3 rpx",
                "3 requests/week",
                "gpt-4o 3 rpm",
                ": 3 rpm",
                "30 rpm, 40 requests/minute",
                "m: 1 rpd, m: 2 rpd from 08:00",
                "3 rpm from 08:00",
                "3 rpd from 25:00",
                "3 rpd from 08:00 Mars/Base",
                "2000000000000 rpm",
            })
    void whatIsWrongIsSaidWithTheNameOfTheSetting(String text) {
        assertThatThrownBy(() -> KeyBudgets.parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("key_budgets: ")
                .hasMessageContaining("expected ");
    }

    @Test
    void thereMayNotBeAnyNumberOfThem() {
        String many = IntStream.range(0, 33).mapToObj(i -> "m" + i + ": 1 rpm").collect(Collectors.joining(","));

        assertThatThrownBy(() -> KeyBudgets.parse(many)).hasMessageContaining("at most 32");
    }
}
