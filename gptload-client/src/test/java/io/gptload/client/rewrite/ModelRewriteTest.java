package io.gptload.client.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.config.ModelRedirects;
import io.gptload.client.config.ParamOverrides;
import io.gptload.client.wire.Channel;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRewriteTest {

    private static final Map<String, String> RULES = Map.of("a", "b", "same", "same", "é x", "p/q:1");
    private static final String CHAT = "/v1/chat/completions";

    private static BodyFacts body(@Nullable String model) {
        return model == null ? BodyFacts.NONE : BodyFacts.of(("{\"model\":\"" + model + "\"}").getBytes(UTF_8));
    }

    private static ModelRewrite rewrite(Channel channel, boolean strict, String path, @Nullable String model) {
        return ModelRewrite.of(channel, ModelRedirects.of(RULES, strict), ParamOverrides.EMPTY, path, body(model));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, /v1/chat/completions, a, a",
        "ANTHROPIC, /v1/models/x, a, a",
        "GEMINI, /v1beta/models/g-1:generateContent, a, g-1",
        "GEMINI, /v1beta/models/g%2F1%3AcountTokens, a, g/1",
        "GEMINI, /v1beta/models/g-1, , g-1",
        "GEMINI, /v1beta/models, a, a",
        "GEMINI, /v1beta/models/, , ",
        "GEMINI, /v1beta/xmodels/g:generateContent, a, a",
        "GEMINI, /v1beta/openai/models/g, a, a",
        "GEMINI, /v1beta/models/one/models/two, , one",
        "OPENAI, /v1/models, , ",
    })
    void locatesTheModel(Channel channel, String path, @Nullable String inBody, @Nullable String expected) {
        assertThat(ModelLocator.model(channel, path, body(inBody))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, /v1/chat/completions, a, /v1/chat/completions, b, b, a",
        "OPENAI, /v1/chat/completions, x, /v1/chat/completions, , x, x",
        "OPENAI, /v1/chat/completions, , /v1/chat/completions, , , ",
        "OPENAI, /v1/models/a, x, /v1/models/a, , x, x",
        "OPENAI, /v1/chat/completions, same, /v1/chat/completions, same, same, same",
        "GEMINI, /v1beta/openai/chat/completions, a, /v1beta/openai/chat/completions, b, b, a",
        "GEMINI, /v1beta/models/a:generateContent, a, /v1beta/models/b:generateContent, , b, a",
        "GEMINI, /v1beta/models/a%3AcountTokens, , /v1beta/models/b%3AcountTokens, , b, a",
        "GEMINI, /v1beta/models/%C3%A9%20x:y, , /v1beta/models/p%2Fq%3A1:y, , p/q:1, é x",
        "GEMINI, /v1beta/models/x:generateContent, a, /v1beta/models/x:generateContent, , x, x",
        "GEMINI, /v1beta/models/a/operations/1, , /v1beta/models/b/operations/1, , b, a",
    })
    void redirects(
            Channel channel,
            String path,
            @Nullable String model,
            String newPath,
            @Nullable String newBodyModel,
            @Nullable String upstreamModel,
            @Nullable String requested) {
        assertThat(rewrite(channel, false, path, model))
                .isEqualTo(new ModelRewrite(newPath, newBodyModel, upstreamModel, requested, false));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, /v1/chat/completions, a, false",
        "OPENAI, /v1/chat/completions, x, true",
        "OPENAI, /v1/chat/completions, b, true",
        "OPENAI, /v1/chat/completions, , false",
        "GEMINI, /v1beta/models/a:generateContent, x, false",
        "GEMINI, /v1beta/models/x:generateContent, a, true",
        "GEMINI, /v1beta/models, x, false",
    })
    void strictRefusesModelsWithoutARule(Channel channel, String path, @Nullable String model, boolean refused) {
        assertThat(rewrite(channel, true, path, model).refused()).isEqualTo(refused);
    }

    @Test
    void withoutRulesNothingIsRefused() {
        ModelRedirects none = ModelRedirects.of(Map.of(), true);
        assertThat(ModelRewrite.of(Channel.OPENAI, none, ParamOverrides.EMPTY, CHAT, body("x")))
                .isEqualTo(new ModelRewrite(CHAT, null, "x", "x", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"model\":\"a\"}", "{\"x\":1,\"model\":\"a\"}"})
    void overridesComeBeforeRedirects(String overrides) {
        ModelRedirects strict = ModelRedirects.of(RULES, true);
        ParamOverrides parsed = ParamOverrides.parse(overrides);
        assertThat(ModelRewrite.of(Channel.OPENAI, strict, parsed, CHAT, body("x"))
                        .bodyModel())
                .isEqualTo("b");
        assertThat(ModelRewrite.of(Channel.OPENAI, strict, parsed, CHAT, BodyFacts.NONE)
                        .bodyModel())
                .isNull();
    }

    @Test
    void aRepeatedModelCannotEvadeARedirect() {
        byte[] sent = "{\"model\":\"same\",\"stream\":true,\"model\":\"forbidden\"}".getBytes(UTF_8);
        ModelRewrite rewrite = ModelRewrite.of(
                Channel.OPENAI, ModelRedirects.of(RULES, true), ParamOverrides.EMPTY, CHAT, BodyFacts.of(sent));
        assertThat(rewrite.refused()).isFalse();
        assertThat(new String(BodyEditor.apply(sent, ParamOverrides.EMPTY, rewrite.bodyModel()), UTF_8))
                .isEqualTo("{\"model\":\"same\",\"stream\":true,\"model\":\"same\"}");
    }
}
