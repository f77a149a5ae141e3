package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampCodecTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void writesTheLocalOffsetAsGptLoadDoes() {
        TimestampCodec shanghai = new TimestampCodec(ZoneId.of("Asia/Shanghai"));
        assertThat(shanghai.format(NOON)).isEqualTo("2026-03-01 20:00:00+08:00");
        assertThat(shanghai.format(NOON.plusNanos(120_000_000))).isEqualTo("2026-03-01 20:00:00.12+08:00");
        assertThat(shanghai.format(NOON.plusNanos(1))).isEqualTo("2026-03-01 20:00:00.000000001+08:00");
        assertThat(new TimestampCodec(ZoneOffset.UTC).format(NOON)).isEqualTo("2026-03-01 12:00:00+00:00");
        assertThat(new TimestampCodec(ZoneId.of("America/St_Johns")).format(NOON))
                .endsWith("08:30:00-03:30");
    }

    @Test
    void theTwoInstantsOfTheRepeatedHourStayApart() {
        TimestampCodec berlin = new TimestampCodec(ZoneId.of("Europe/Berlin"));
        Instant before = Instant.parse("2026-10-25T00:30:00Z");
        Instant after = Instant.parse("2026-10-25T01:30:00Z");
        assertThat(berlin.format(before)).isEqualTo("2026-10-25 02:30:00+02:00");
        assertThat(berlin.format(after)).isEqualTo("2026-10-25 02:30:00+01:00");
        assertThat(TimestampCodec.parse(berlin.format(before))).isEqualTo(before);
        assertThat(TimestampCodec.parse(berlin.format(after))).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01 20:00:00+08:00, 2026-03-01T12:00:00Z",
        "2026-03-01 20:00:00.123456789+08:00, 2026-03-01T12:00:00.123456789Z",
        "2026-03-01T20:00:00.5+08:00, 2026-03-01T12:00:00.5Z",
        "2026-03-01T12:00:00Z, 2026-03-01T12:00:00Z",
        "2026-03-01 12:00:00Z, 2026-03-01T12:00:00Z",
        "2026-03-01 12:00:00, 2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00.25, 2026-03-01T12:00:00.25Z",
        "2026-03-01 12:00, 2026-03-01T12:00:00Z",
        "2026-03-01T12:00, 2026-03-01T12:00:00Z",
        "2026-03-01, 2026-03-01T00:00:00Z",
        "2026-03-01 20:00:00 +0800 CST, 2026-03-01T12:00:00Z",
        "2026-03-01 20:00:00.123 +0800 CST m=+0.012, 2026-03-01T12:00:00.123Z",
        "2026-03-01 12:00:00 +0000 UTC, 2026-03-01T12:00:00Z",
        "2026-03-01 09:00:00.5 -0300 -03, 2026-03-01T12:00:00.5Z",
    })
    void readsEveryForm(String text, Instant expected) {
        assertThat(TimestampCodec.parse(text)).isEqualTo(expected);
    }

    @Test
    void theYearOneIsUnset() {
        assertThat(TimestampCodec.parse("0001-01-01 00:00:00+00:00")).isNull();
        assertThat(TimestampCodec.parse("0001-01-01T00:00:00Z")).isNull();
        assertThat(TimestampCodec.parse("0001-01-01 08:05:43+08:05")).isNull();
        assertThat(TimestampCodec.parse(null)).isNull();
        assertThat(TimestampCodec.parse("")).isNull();
    }

    @Test
    void refusesWhatIsNoTimestamp() {
        assertThatThrownBy(() -> TimestampCodec.parse("yesterday")).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> TimestampCodec.parse("2026-13-01 00:00:00")).isInstanceOf(DateTimeException.class);
    }
}
