package io.gptload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCodesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|''",
                "' , ,'|''",
                "404|404",
                "400-403,405-999|400-403,405-999",
                "' 429 ,500 - 503'|429,500-503",
                "500-503,502-510,511|500-511",
                "429,428|428-429",
                "100-100|100",
                "999|999",
            })
    void normalises(String text, String normal) {
        StatusCodes codes = StatusCodes.parse(text);
        assertThat(codes).hasToString(normal).isEqualTo(StatusCodes.parse(normal));
        assertThat(codes.isEmpty()).isEqualTo(normal.isEmpty());
    }

    @Test
    void newlinesSeparate() {
        assertThat(StatusCodes.parse("400\n429\r\n\r\n500-599\n")).hasToString("400,429,500-599");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99",
                "1000",
                "503-500",
                "abc",
                "4xx",
                "400-",
                "-400",
                "400--403",
                "400-403-405",
                "40 0",
                "+400",
                "4e2",
                "400;401",
                "0400000000000",
                "４００",
                "400-1000",
                "99-400"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> StatusCodes.parse(text))
                .isInstanceOfSatisfying(
                        ConfigurationException.class, e -> assertThat(e.field()).isEqualTo("failover_status_codes"))
                .hasMessageContaining(text)
                .hasMessageContaining("between 100 and 999");
    }

    @Test
    void containsItsMembersOnly() {
        StatusCodes codes = StatusCodes.DEFAULT_FAILOVER;
        for (int status = -5; status < 1100; status++) {
            boolean expected = status >= 400 && status <= 403 || status >= 405 && status <= 999;
            assertThat(codes.contains(status)).as("%d", status).isEqualTo(expected);
        }
        assertThat(codes).hasToString("400-403,405-999").hasSameHashCodeAs(StatusCodes.parse("405-999,400-403"));
    }

    @Test
    void namesAnotherField() {
        assertThatThrownBy(() -> StatusCodes.parse("rules[1].when.statuses", "x"))
                .hasMessageStartingWith("rules[1].when.statuses: 'x'");
    }
}
