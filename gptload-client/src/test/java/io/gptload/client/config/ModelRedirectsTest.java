package io.gptload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRedirectsTest {

    @Test
    void readsRulesInOrder() {
        ModelRedirects redirects = ModelRedirects.parse("{\"b\":\"x\", \"a\":\"y/\\u007a\"}", true);
        assertThat(redirects.rules()).containsExactly(Map.entry("b", "x"), Map.entry("a", "y/z"));
        assertThat(redirects.strict()).isTrue();
        assertThat(redirects.target("a")).isEqualTo("y/z");
        assertThat(redirects.target("A")).isNull();
    }

    @Test
    void nullMeansNone() {
        assertThat(ModelRedirects.parse("null", false)).isEqualTo(ModelRedirects.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"\":\"x\"}",
                "{\" \":\"x\"}",
                "{\"a\":\"\"}",
                "{\"a\":\" \"}",
                "{\"a\":1}",
                "{\"a\":null}",
                "{\"a\":[\"x\"]}",
                "[]",
                "\"a\"",
                "{",
                ""
            })
    void refusesBadRules(String json) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ModelRedirects.parse(json, false))
                .satisfies(e -> assertThat(e.field()).startsWith("model_redirect_rules"));
    }
}
