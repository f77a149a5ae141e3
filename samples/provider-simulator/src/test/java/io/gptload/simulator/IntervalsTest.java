package io.gptload.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s, 0s, 0",
        "PT0.12S, 120ms, 0.12s, 1",
        "PT0.0000001S, 1ms, 0.001s, 1",
        "PT1.5S, 1.5s, 1.5s, 2",
        "PT20S, 20s, 20s, 20",
        "PT6M, 6m0s, 360s, 360",
        "PT2M59.56S, 2m59.56s, 179.56s, 180",
        "PT24H, 24h0m0s, 86400s, 86400",
    })
    void durationsAreWrittenLikeTheProvidersDo(Duration duration, String go, String protobuf, long seconds) {
        assertThat(Intervals.goStyle(duration)).isEqualTo(go);
        assertThat(Intervals.protobufStyle(duration)).isEqualTo(protobuf);
        assertThat(Intervals.wholeSeconds(duration)).isEqualTo(seconds);
    }
}
