package io.gptload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamConfigTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com, https://api.openai.com, ''",
        "https://h/, https://h, ''",
        "' https://h/x// ', https://h/x, ''",
        "http://h:8080/a%2Fb/?v=1&w, http://h:8080/a%2Fb, v=1&w",
        "http://my_service:80/v1, http://my_service:80/v1, ''",
        "http://[::1]:8080/, http://[::1]:8080, ''",
        "HTTP://h, HTTP://h, ''",
        "https://u:p@h/x/, https://u:p@h/x, ''",
        "http://h?, http://h, ''",
    })
    void splitsTheBase(String url, String prefix, String query) {
        UpstreamConfig upstream = UpstreamConfig.of(url);
        assertThat(upstream.prefix()).isEqualTo(prefix);
        assertThat(Objects.requireNonNullElse(upstream.rawQuery(), "")).isEqualTo(query);
        assertThat(upstream.weight()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h",
                "ftp://h",
                "//h/x",
                "http://",
                "http:///x",
                "http:x",
                "https://h/#f",
                "http://h:x",
                "http://h:0",
                "http://h:65536",
                "http://h:999999",
                "http://h/a b",
                "http://:80",
                "http://u@",
                "/x",
                "http://[::1"
            })
    void refusesWhatIsNoBaseUrl(String url) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> UpstreamConfig.of(url))
                .satisfies(e -> assertThat(e.field()).isEqualTo("upstreams.url"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://user:s3cret@h",
                "http://user:s3cret@h/a b",
                "http://user:s3/s3cret@h/",
                "user:s3cret@h",
                "http://user:s3cret@h/#x",
                "http://user:s3cret@h:0",
                "http://user:a@s3cret@h:x"
            })
    void neverShowsAPasswordInAMessage(String url) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> UpstreamConfig.of(url))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3").contains("****@"))
                .withNoCause();
    }

    @Test
    void neverShowsAPasswordAsText() {
        assertThat(UpstreamConfig.of("http://user:s3cret@h/@x"))
                .asString()
                .contains("@h/@x")
                .doesNotContain("s3");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000_001, Integer.MIN_VALUE})
    void refusesWeightsOutOfRange(int weight) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new UpstreamConfig("http://h", weight))
                .withMessageContaining("from 0 to 1000000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000_000})
    void acceptsTheEndsOfTheRange(int weight) {
        assertThat(new UpstreamConfig("http://h", weight).weight()).isEqualTo(weight);
    }
}
