package io.gptload.client.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.wire.Channel;
import io.gptload.client.wire.HeaderView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CredentialTest {

    private static HeaderView headers(@Nullable String lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (lines != null) {
            for (String line : lines.split(";")) {
                headers.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
        return HeaderView.of(headers);
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, /v1/chat/completions, , BEARER",
        "OPENAI, /v1/chat/completions, Authorization=Bearer x, BEARER",
        "OPENAI, /openai/deployments/d/chat/completions, Api-Key=x, API_KEY",
        "OPENAI, /v1/chat/completions, api-key=x;Authorization=Bearer x, BEARER",
        "OPENAI, /v1/chat/completions, x-api-key=x, BEARER",
        "OPENAI_RESPONSE, /v1/responses, api-key=x, API_KEY",
        "OPENAI_RESPONSE, /v1/responses, , BEARER",
        "ANTHROPIC, /v1/messages, , X_API_KEY",
        "ANTHROPIC, /v1/messages, X-Api-Key=x, X_API_KEY",
        "ANTHROPIC, /v1/messages, authorization=bearer x, BEARER",
        "ANTHROPIC, /v1/messages, authorization=Basic x, X_API_KEY",
        "ANTHROPIC, /v1/messages, authorization=Bearer x;x-api-key=y, X_API_KEY",
        "GEMINI, /v1beta/models/m:generateContent, , GEMINI_QUERY",
        "GEMINI, /v1beta/models/m:generateContent, Authorization=Bearer x, GEMINI_QUERY",
        "GEMINI, /v1beta/models/m:generateContent, X-Goog-Api-Key=x, X_GOOG_API_KEY",
        "GEMINI, /v1beta/openai/chat/completions, X-Goog-Api-Key=x, GEMINI_BEARER",
        "GEMINI, /v1beta/openai, , GEMINI_BEARER",
        "GEMINI, /v1beta/openaix/y, , GEMINI_QUERY",
    })
    void keepsTheCallersFormWhereTheChannelTakesIt(Channel channel, String path, String headers, Credential expected) {
        assertThat(Credential.of(channel, path, headers(headers))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "GEMINI_QUERY, , key=a%2Bb%26%20c",
        "GEMINI_QUERY, '', key=a%2Bb%26%20c",
        "GEMINI_QUERY, b=2&key=P&a=%2f&=&key, b=2&a=%2f&=&key=a%2Bb%26%20c",
        "GEMINI_QUERY, key=P, key=a%2Bb%26%20c",
        "GEMINI_QUERY, k%65y=P&monkey=1&keys=2&x=key, monkey=1&keys=2&x=key&key=a%2Bb%26%20c",
        "X_GOOG_API_KEY, key=P&b=2&a=1, b=2&a=1",
        "X_GOOG_API_KEY, key=P, ",
        "GEMINI_BEARER, a=1&key=P, a=1",
        "BEARER, b=2&key=P&a=1, b=2&key=P&a=1",
        "X_API_KEY, , ",
    })
    void placesTheKeyInTheQueryOnlyOnGemini(Credential credential, @Nullable String query, @Nullable String expected) {
        assertThat(credential.query(query, "a+b& c")).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Credential.class)
    void everyHeaderItUsesIsOneOfThoseRemoved(Credential credential) {
        if (credential.header() != null) {
            assertThat(Credential.HEADERS).contains(credential.header());
        }
        assertThat(credential.headerValue("K")).isIn("K", "Bearer K");
    }

    @Test
    void cutsAnyParameterOutOfAQuery() {
        assertThat(RawQuery.without("key=P&b=2&a=1", "key")).isEqualTo("b=2&a=1");
        String untouched = "b=2&a=1";
        assertThat(RawQuery.without(untouched, "key")).isSameAs(untouched);
        assertThat(RawQuery.without(null, "key")).isNull();
    }
}
