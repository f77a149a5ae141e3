package io.gptload.client.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gptload.client.config.UpstreamConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://h, /v1/models, , https://h/v1/models",
        "https://h, /v1/models, '', https://h/v1/models",
        "https://h/x/, /v1/models, a=1, https://h/x/v1/models?a=1",
        "https://h/x?api-version=1, /v1, , https://h/x/v1?api-version=1",
        "https://h/x/?api-version=1, /v1, b=%2F&a=+, https://h/x/v1?api-version=1&b=%2F&a=+",
        "https://h, /v1/files/a%2Fb%20c, z=1&a=2&&z=, https://h/v1/files/a%2Fb%20c?z=1&a=2&&z=",
        "https://h, //v1//x/, , https://h//v1//x/",
        "https://h/b, /v1/../v1/.hidden/a..b/..., , https://h/b/v1/../v1/.hidden/a..b/...",
        "https://h, /, , https://h/",
    })
    void keepsPathAndQueryAsTheyAre(String base, String path, @Nullable String query, String expected) {
        assertThat(TargetUrl.of(UpstreamConfig.of(base), path, query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/../x",
                "/v1/../../x",
                "/%2e%2e/x",
                "/%2E./x",
                "/.%2e",
                "/v1/..%2f..%2fx",
                "/..\\x",
                "/v1/..%5C../x",
                "/..;a=b/x",
                "/a%2fb/../../..",
                "/a%2fb/../..",
                "/./..",
                "//..",
                "/%2e/%2e%2e"
            })
    void refusesToLeaveTheBase(String path) {
        TargetUrl target = new TargetUrl(UpstreamConfig.of("https://h/base"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> target.of(path, null))
                .withMessageContaining("base path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "@evil/x", "/a b", "/a?b", "/a#b", "/a\r\nX: 1", "/\u007f"})
    void refusesWhatIsNoPath(String path) {
        TargetUrl target = new TargetUrl(UpstreamConfig.of("https://h"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> target.of(path, null))
                .withMessageContaining("path of a request");
    }

    @Test
    void dotsInsideTheBaseAreAllowed() {
        assertThat(TargetUrl.of(UpstreamConfig.of("https://h"), "/v1/x/..", null))
                .isEqualTo("https://h/v1/x/..");
    }

    @Test
    void onePathAfterAnotherIsLookedAt() {
        TargetUrl target = new TargetUrl(UpstreamConfig.of("https://h"));

        assertThat(target.of("/v1/models", null)).isEqualTo("https://h/v1/models");
        assertThat(target.of("/v1/models", "a=1")).isEqualTo("https://h/v1/models?a=1");
        assertThat(target.of("/v1/chat", null)).isEqualTo("https://h/v1/chat");
        assertThatIllegalArgumentException().isThrownBy(() -> target.of("/../x", null));
        assertThat(target.of("/v1/chat", "")).isEqualTo("https://h/v1/chat");
    }
}
