package io.gptload.client.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorFormatTest {

    @ParameterizedTest
    @CsvSource({
        "503, no_keys_available, NO_KEYS_AVAILABLE",
        "429, all_keys_limited, NO_KEYS_AVAILABLE",
        "400, model_not_allowed, BAD_REQUEST",
        "401, invalid_api_key, UNAUTHORIZED",
        "403, model_not_allowed, FORBIDDEN",
        "429, rate_limit_exceeded, TOO_MANY_REQUESTS",
        "502, upstream_failed, UPSTREAM_ERROR",
    })
    void aBodyIsUnderstoodByTheClientsOfItsProtocolAndByThoseOfGptLoad(int status, String code, String theirs) {
        String body = new String(ErrorFormat.body(Channel.OPENAI, status, code, "a \"b\""), StandardCharsets.UTF_8);
        assertThat(body)
                .startsWith("{\"error\":{\"message\":\"a \\\"b\\\"\"")
                .contains("\"code\":\"" + code + "\"")
                .endsWith(",\"code\":\"" + theirs + "\",\"message\":\"a \\\"b\\\"\"}");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void whatABodySaysIsReadBack(Channel channel) {
        assertThat(ErrorBody.parse(ErrorFormat.body(channel, 503, "no_keys_available", "no keys"))
                        .message())
                .isEqualTo("no keys");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void anEventIsOneEvent(Channel channel) {
        String event = new String(ErrorFormat.event(channel, 502, "c", "broke\noff"), StandardCharsets.UTF_8);
        assertThat(event).endsWith("}\n\n").doesNotContain("broke\noff");
        assertThat(event.strip()).doesNotContain("\n\n");
        assertThat(event.lines().filter(line -> line.startsWith("data: "))).hasSize(1);
    }
}
