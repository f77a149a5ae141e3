package io.gptload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamOverridesTest {

    @Test
    void keepsTheTextOfEachValue() {
        ParamOverrides overrides = ParamOverrides.parse(
                " {\"seed\" : 9007199254740993 , \"t\":1.10,\"s\":\"<\\u0026>\",\"o\":{ \"b\":[1, 2 ] },\"n\":null,\"é\":true} ");
        assertThat(overrides.members())
                .extracting(member -> member.name() + "=" + member.json())
                .containsExactly(
                        "seed=9007199254740993",
                        "t=1.10",
                        "s=\"<\\u0026>\"",
                        "o={ \"b\":[1, 2 ] }",
                        "n=null",
                        "é=true");
        assertThat(overrides.member("s")).isNotNull().returns("<&>", ParamOverrides.Member::text);
        assertThat(overrides.member("missing")).isNull();
    }

    @Test
    void lastOfTwoValuesWins() {
        assertThat(ParamOverrides.parse("{\"a\":1,\"b\":2,\"a\":3}"))
                .isEqualTo(ParamOverrides.parse("{\"a\":3,\"b\":2}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " { } ", "null", " null\n"})
    void nothingToSet(String json) {
        assertThat(ParamOverrides.parse(json)).isSameAs(ParamOverrides.EMPTY);
        assertThat(ParamOverrides.parse(json).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "\"a\"",
                "{",
                "{\"a\":1",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{} {}",
                "{}x",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":\"\n\"}",
                "nul"
            })
    void refusesWhatIsNoObject(String json) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ParamOverrides.parse(json))
                .withMessageContaining("a JSON object")
                .satisfies(e -> assertThat(e.field()).isEqualTo("param_overrides"));
    }

    @Test
    void writesPlainValues() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "a\"<é");
        values.put("long", Long.MAX_VALUE);
        values.put("big", new BigInteger("123456789012345678901234567890"));
        values.put("decimal", new BigDecimal("0.10"));
        values.put("double", 0.1);
        values.put("float", 0.1f);
        values.put("flag", false);
        values.put("none", null);
        values.put("map", Map.of("k", Arrays.asList(1, null, "x")));
        assertThat(ParamOverrides.of(values).members())
                .extracting(ParamOverrides.Member::json)
                .containsExactly(
                        "\"a\\\"<é\"",
                        "9223372036854775807",
                        "123456789012345678901234567890",
                        "0.10",
                        "0.1",
                        "0.1",
                        "false",
                        "null",
                        "{\"k\":[1,null,\"x\"]}");
    }

    static List<Object> unspeakable() {
        List<Object> endless = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            endless = new ArrayList<>(List.of(endless));
        }
        return List.of(Double.NaN, Float.NEGATIVE_INFINITY, new AtomicInteger(), new Object(), Map.of(1, "a"), endless);
    }

    @ParameterizedTest
    @MethodSource("unspeakable")
    void refusesWhatJsonCannotSay(Object value) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ParamOverrides.of(Map.of("x", value)))
                .satisfies(e -> assertThat(e.field()).isEqualTo("param_overrides.x"));
    }
}
