package io.gptload.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisDsnTest {

    @ParameterizedTest
    @CsvSource({
        "redis://,redis://localhost:6379/0",
        "redis://h,redis://h:6379/0",
        "redis://h:1/3,redis://h:1/3",
        "redis://h/3?db=4,redis://h:6379/4",
        "redis://:pw@h,redis://:****@h:6379/0",
        "rediss://u:pw@h,rediss://u:****@h:6379/0",
        "'redis://a,b:7?master_name=m&db=2','redis://a:26379,b:7/2?master_name=m'",
        "'rediss://:pw@a,b:7?cluster=true','rediss://:****@a:6379,b:7/0?cluster=true'",
        "unix:///run/redis.sock?db=2,unix:///run/redis.sock?db=2",
        "unix://u:pw@/run/redis.sock,unix://u:****@/run/redis.sock?db=0"
    })
    void readsAddressesAndMasksPasswords(String dsn, String shown) {
        assertThat(RedisDsn.parse(dsn)).hasToString(shown);
    }

    @Test
    void readsOptions() {
        RedisDsn dsn = RedisDsn.parse(
                "rediss://u:p%40w@h?dial_timeout=2&read_timeout=1m&write_timeout=-1&idle_timeout=300ms"
                        + "&max_conn_age=1h&pool_size=7&pool_fifo=true&client_name=x&skip_verify=1&protocol=3&max_retries=");
        assertThat(dsn.password().value()).isEqualTo("p@w");
        assertThat(dsn.dialTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(dsn.readTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(dsn.durations())
                .containsEntry("write_timeout", Duration.ZERO)
                .containsEntry("conn_max_idle_time", Duration.ofMillis(300))
                .containsEntry("conn_max_lifetime", Duration.ofHours(1));
        assertThat(dsn.numbers()).containsEntry("pool_size", 7).doesNotContainKey("max_retries");
        assertThat(dsn.tls()).isTrue();
        assertThat(dsn.verify()).isFalse();
        assertThat(RedisDsn.parse("redis://h").dialTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:6379",
                "http://h",
                "redis://h/hidden",
                "redis://h/1/2",
                "redis://h?nope=1",
                "redis://a,b",
                "redis://a,b/1?cluster=true",
                "redis://a,b?cluster=true&master_name=m",
                "unix:///run/redis.sock?cluster=1",
                "redis://h?skip_verify=1",
                "redis://h?pool_size=x",
                "redis://h?read_timeout=5x",
                "redis://h?pool_fifo=yes",
                "unix://",
                "redis://:hi?dden@h",
                "redis://:hidden/x@h",
                "redis://h?db=x"
            })
    void refusesTheRest(String dsn) {
        assertThatThrownBy(() -> RedisDsn.parse(dsn))
                .isInstanceOf(DsnException.class)
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource({"1h30m,PT1H30M", "1.5s,PT1.5S", "300ms,PT0.3S", "-2s,PT-2S", "0,PT0S", ".5m,PT30S", "7µs,PT0.000007S"})
    void readsDurations(String text, Duration expected) {
        assertThat(GoDuration.parse("x", text)).isEqualTo(expected);
    }
}
