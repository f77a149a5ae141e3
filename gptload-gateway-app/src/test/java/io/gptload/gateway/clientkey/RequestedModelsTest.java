package io.gptload.gateway.clientkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedModelsTest {

    private static List<String> names(String path, @Nullable String query, @Nullable String body) {
        return RequestedModels.of(path, query, body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models, ''",
        "/v1beta/models/, ''",
        "/v1/files/abc, ''",
        "/v1/models/gpt-4o, gpt-4o",
        "/v1/models/org/name, org/name",
        "/v1/models/a%2Bb, a+b",
        "/v1/models/a+b, a+b",
        "/v1beta/models/gemini-pro:generateContent, gemini-pro",
        "/v1beta/models/gemini-pro%3AgenerateContent, gemini-pro",
        "/v1beta/%6Dodels/gemini-pro:generateContent, gemini-pro",
        "/v1/publishers/google/models/gemini-pro:streamGenerateContent, gemini-pro",
        "/v1beta/tunedModels/mine:generateContent, mine",
        "/openai/deployments/gpt-4/chat/completions, gpt-4",
        "/v1/engines/davinci/completions, davinci",
    })
    void aPathNamesTheModelBehindItsFolder(String path, String model) {
        assertThat(names(path, null, null)).isEqualTo(model.isEmpty() ? List.of() : List.of(model));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/ok/../bad:generateContent",
                "/v1/models/ok/%2e%2e/bad:generateContent",
                "/v1/models/ok\\..\\bad",
                "/v1/models/./ok"
            })
    void aPathThatTurnsIsAModelOfItsOwn(String path) {
        assertThat(names(path, null, null)).anySatisfy(name -> assertThat(name).startsWith("/v1/models/"));
    }

    @Test
    void aQueryNamesOneToo() {
        assertThat(names("/v1/realtime", "a=b&model=gpt-4o%2Dreal&Model=x&models=y", null))
                .containsExactly("gpt-4o-real", "x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"a\"}|a",
                "{\"model\":\"models/a\",\"x\":{\"model\":\"deep\"}}|a",
                "{\"model\":\"a\",\"stream\":true,\"messages\":[{}],\"model\":\"b\"}|a,b",
                "{\"Model\":\"a\",\"MODEL\":\"b\",\"m\\u006fdel\":\"c\"}|a,b,c",
                "{\"model\":\"a\",\"models\":[\"b\",1,[\"no\"],\"c\"]}|a,b,c",
                "{\"model\":null,\"input\":\"x\"}|",
                "{\"model\":\"a\",|",
                "[{\"model\":\"a\"}]|",
                "model=a|",
            })
    void aBodyNamesAllAnybodyMayReadInIt(String body, @Nullable String models) {
        assertThat(names("/v1/chat/completions", null, body))
                .isEqualTo(models == null ? List.of() : List.of(models.split(",")));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4*, gpt-4, true",
        "gpt-4*, gpt-4o-mini, true",
        "gpt-4*, GPT-4, false",
        "gpt-4*, xgpt-4, false",
        "gpt-4o, gpt-4o-mini, false",
        "*mini, gpt-4o-mini, true",
        "*mini, gpt-4o-mini-2, false",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYbZ, false",
        "a*b*c, abbc, true",
        "*, anything, true",
        "a**, a, true",
        "a, '', false",
        "gpt.4, gpt-4, false",
    })
    void aStarInAPatternStandsForAnyText(String pattern, String model, boolean allowed) {
        assertThat(new ModelPatterns(List.of("other", pattern)).allow(model)).isEqualTo(allowed);
    }

    @Test
    void withoutPatternsEveryModelIsAllowed() {
        assertThat(new ModelPatterns(List.of()).allow("any")).isTrue();
    }
}
