package io.gptload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRuleTest {

    @ParameterizedTest
    @CsvSource({"x-api-key,X-Api-Key", "X-API-KEY,X-Api-Key", "' etag ',Etag", "x_y-2z,X_y-2z"})
    void keepsNamesInOneForm(String name, String canonical) {
        assertThat(HeaderRule.set(name, "v").name()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a b", "a:b", "a\r\nb", "(x)", "h\u00e9", "a/b"})
    void refusesWhatIsNoToken(String name) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> HeaderRule.remove(name))
                .withMessageContaining("header_rules")
                .withMessageContaining("letters, digits")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\r", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "a\rb", "a\u0000"})
    void refusesControlCharactersInValuesAndDoesNotRepeatTheValue(String value) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> HeaderRule.set("X-A", value))
                .satisfies(e -> assertThat(e.field()).isEqualTo("header_rules.X-A"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(value));
    }

    @Test
    void refusesTwoRulesForOneHeaderRegardlessOfCase() {
        List<HeaderRule> rules = List.of(HeaderRule.set("x-a", "1"), HeaderRule.remove("X-A"));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> HeaderRule.checked(rules))
                .withMessageContaining("X-A");
        assertThat(HeaderRule.checked(rules.subList(0, 1))).hasSize(1);
    }

    @Test
    void showsNoValue() {
        assertThat(HeaderRule.set("X-A", "s3cret")).asString().contains("X-A").doesNotContain("s3cret");
    }

    @Test
    void removalHasNoValue() {
        assertThat(new HeaderRule("x-a", HeaderRule.Action.REMOVE, "left over").value())
                .isEmpty();
    }
}
