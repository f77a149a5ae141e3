package io.gptload.client.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.config.ParamOverrides;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyEditorTest {

    private static String edit(String body, String overrides, @Nullable String model) {
        return new String(BodyEditor.apply(body.getBytes(UTF_8), ParamOverrides.parse(overrides), model), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    {"seed":9007199254740993}            | {"t":0.1}          | {"seed":9007199254740993,"t":0.1}
                    {"z":1.10,"a":"<&>","t":1 }          | {"t":0.1}          | {"z":1.10,"a":"<&>","t":0.1 }
                    {"t":1,"t":[2]}                      | {"t":3}            | {"t":3,"t":3}
                    {}                                   | {"b":1,"a":2}      | {"b":1,"a":2}
                    { }                                  | {"b":null}         | { "b":null}
                    {"x":{"t":1},"y":[{"t":2}]}          | {"t":3}            | {"x":{"t":1},"y":[{"t":2}],"t":3}
                    {"\\u0074" : {"t":1} , "b":2}        | {"t":3}            | {"\\u0074" : 3 , "b":2}
                    {"t":"a\\"}","b":2}                  | {"t":3}            | {"t":3,"b":2}
                    {"t":-1.5e3 ,"é":"ü"}                | {"t":{"a":1}}      | {"t":{"a":1} ,"é":"ü"}
                    {"t":1}                              | {"a\\"é":1}        | {"t":1,"a\\"é":1}
                    {"t":true,"u":false,"v":null}        | {"u":1,"v":2,"t":3}| {"t":3,"u":1,"v":2}
                    {"T":1}                              | {"t":2}            | {"T":1,"t":2}
                    """)
    void setsTopLevelMembers(String body, String overrides, String expected) {
        assertThat(edit(body, overrides, null)).isEqualTo(expected);
        assertThat(edit(expected, overrides, null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    {"model":"a","x":1}            | {}            | b     | {"model":"b","x":1}
                    {"mod\\u0065l": "a"}           | {}            | b     | {"mod\\u0065l": "b"}
                    {"model":"a","model":"c"}      | {}            | b     | {"model":"b","model":"b"}
                    {"model":"a"}                  | {"model":"c"} | b     | {"model":"b"}
                    {"x":1}                        | {"model":"c"} | b     | {"x":1,"model":"b"}
                    {"m":{"model":"a"},"model":"a"}| {}            | q"\\é | {"m":{"model":"a"},"model":"q\\"\\\\é"}
                    """)
    void setsTheModel(String body, String overrides, String model, String expected) {
        assertThat(edit(body, overrides, model)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"t\"",
                "1",
                "t=1",
                "{",
                "{\"t\":1",
                "{\"t\":1,}",
                "{\"t\":1} x",
                "{\"t\":1}{}",
                "{\"t\":01}",
                "{\"t\":\"\n\"}",
                "{\"a\":[1}",
                "{'t':1}",
                "{\u0000\"\u0000t\u0000\"\u0000"
            })
    void leavesEverythingElseAlone(String text) {
        byte[] body = text.getBytes(UTF_8);
        assertThat(BodyEditor.apply(body, ParamOverrides.parse("{\"t\":2}"), "m"))
                .isSameAs(body);
    }

    @Test
    void leavesInvalidUtf8Alone() {
        byte[] body = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'};
        assertThat(BodyEditor.apply(body, ParamOverrides.parse("{\"t\":2}"), null))
                .isSameAs(body);
    }

    @Test
    void returnsTheSameArrayWhenNothingChanges() {
        byte[] body = "{\"t\": 2, \"model\":\"m\"}".getBytes(UTF_8);
        assertThat(BodyEditor.apply(body, ParamOverrides.EMPTY, null)).isSameAs(body);
        assertThat(BodyEditor.apply(body, ParamOverrides.of(Map.of("t", 2)), "m"))
                .isSameAs(body);
    }

    @Test
    void keepsAByteOrderMark() {
        assertThat(edit("\uFEFF \n{\"t\":1,\"é\":\"é\"}\n", "{\"t\":22,\"u\":3}", null))
                .isEqualTo("\uFEFF \n{\"t\":22,\"é\":\"é\",\"u\":3}\n");
    }

    @Test
    void doesNotTouchTheGivenArray() {
        byte[] body = "{\"t\":1}".getBytes(UTF_8);
        byte[] copy = body.clone();
        BodyEditor.apply(body, ParamOverrides.of(Map.of("t", 2)), null);
        assertThat(body).isEqualTo(copy);
    }

    @Test
    void writesALoneSurrogateSoThatItIsStillJson() {
        assertThat(edit("{\"model\":\"a\"}", "{}", "x\uD800y")).isEqualTo("{\"model\":\"x\\ud800y\"}");
        assertThat(edit("{\"model\":\"a\"}", "{}", "\uD83D\uDE00")).isEqualTo("{\"model\":\"\uD83D\uDE00\"}");
    }

    @Test
    void worksBeyondTheParsersBuffers() {
        String big = "x".repeat(100_000) + "é".repeat(50_000);
        String body = "{\"a\":\"" + big + "\",\"t\":\"" + big + "\",\"b\":\"" + big + "\"}";
        assertThat(edit(body, "{\"t\":1}", null)).isEqualTo("{\"a\":\"" + big + "\",\"t\":1,\"b\":\"" + big + "\"}");
    }
}
