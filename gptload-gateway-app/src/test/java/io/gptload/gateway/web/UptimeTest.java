package io.gptload.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UptimeTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.000000005S, 5ns",
        "PT0.0000015S, 1.5µs",
        "PT0.0015S, 1.5ms",
        "PT1S, 1s",
        "PT1M, 1m0s",
        "PT1H, 1h0m0s",
        "PT1H2M3.456789S, 1h2m3.456789s",
        "PT50H0.1S, 50h0m0.1s"
    })
    void isWrittenWithItsUnits(Duration duration, String text) {
        assertThat(Uptime.text(duration)).isEqualTo(text);
    }
}
