package io.gptload.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayEnvironmentTest {

    @Test
    void theProcessOutranksTheFileAndTheFileTheProperties() {
        GatewayEnvironment environment = new GatewayEnvironment(
                Map.of("A", "process", "EMPTY", ""),
                Map.of("A", "file", "B", "file", "EMPTY", "file"),
                name -> name.equals("gptload.gateway.log-level") ? "property" : null);
        assertThat(environment.text("A", "default")).isEqualTo("process");
        assertThat(environment.text("B", "default")).isEqualTo("file");
        assertThat(environment.text("LOG_LEVEL", "default")).isEqualTo("property");
        assertThat(environment.text("NOPE", "default")).isEqualTo("default");
        assertThat(environment.text("EMPTY", "default"))
                .as("present but empty hides the file")
                .isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource({"8080,8080", "-1,-1", "+7,7", "007,7", "99999999999,2147483647"})
    void readsIntegers(String text, int expected) {
        assertThat(of(text).integer("A", 5)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", " 8080", "8080 ", "8_0", "0x10", "1.5", "99999999999999999999", "٣"})
    void garbageIsTheDefault(String text) {
        assertThat(of(text).integer("A", 5)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "true,true",
        "1,true",
        "YES,true",
        "On,true",
        "false,false",
        "0,false",
        "no,false",
        "OFF,false",
        "t,true",
        "maybe,true"
    })
    void readsFlagsWithTheDefaultForAnythingElse(String text, boolean expected) {
        assertThat(of(text).flag("A", true)).isEqualTo(expected);
    }

    @Test
    void readsLists() {
        assertThat(of(" a , ,b,").list("A", List.of("x"))).containsExactly("a", "b");
        assertThat(of(" , ").list("A", List.of("x"))).containsExactly("x");
    }

    private static GatewayEnvironment of(String value) {
        return new GatewayEnvironment(Map.of("A", value), Map.of(), name -> null);
    }
}
