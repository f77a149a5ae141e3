package io.gptload.client.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFactsTest {

    private static final char NONE = '~';

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    {"model":"a"}                                        | a      | false
                    {"model":"a","stream":true}                          | a      | true
                    {"stream" : true , "model" : "a" }                   | a      | true
                    {"STREAM":true}                                      | ~      | true
                    {"Model":"a"}                                        | ~      | false
                    {"mod\\u0065l":"a"}                                  | a      | false
                    {"\\u0053tream":true}                                | ~      | true
                    {"model":"\\u0061\\/\\"\\\\"}                        | a/"\\  | false
                    {"x":{"model":"no","stream":true},"model":"a"}       | a      | false
                    {"x":[{"model":"no"},"}]\\"",[[]]],"model":"a"}      | a      | false
                    {"model":1}                                          | ~      | false
                    {"model":null}                                       | ~      | false
                    {"stream":"true"}                                    | ~      | false
                    {"stream":1}                                         | ~      | false
                    {"stream":true,"stream":false}                       | ~      | false
                    {"stream":true,"stream":null}                        | ~      | true
                    {"model":"a","model":"b"}                            | b      | false
                    {"model":"a","model":7}                              | ~      | false
                    {"model":"a","stream":true,"model":"b"}              | a      | true
                    {"models":"a","mode":"b","":"c"}                     | ~      | false
                    {"n":-1.5E+3,"t":true,"f":false,"z":null,"model":"a"}| a      | false
                    {}                                                   | ~      | false
                    {"é":"ü","model":"é"}                                | é      | false
                    {"x":"\\\\","model":"a"}                             | a      | false
                    """)
    void readsTopLevelMembers(String json, String model, boolean stream) {
        BodyFacts facts = BodyFacts.of(json.getBytes(UTF_8));
        assertThat(facts.model()).isEqualTo(model.charAt(0) == NONE ? null : model);
        assertThat(facts.stream()).isEqualTo(stream);
        assertThat(facts.isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[{\"model\":\"a\"}]",
                "\"model\"",
                "model=a&stream=true",
                "--b\r\nContent-",
                "{",
                "{\"model",
                "{\"model\"",
                "{\"model\":",
                "{\"model\":\"a",
                "{\"model\":\"a\"",
                "{\"model\":\"a\",",
                "{\"model\":\"a\",}",
                "{\"model\":\"a\"} x",
                "{\"model\":\"a\"}}",
                "{\"model\":\"a\" \"b\":1}",
                "{\"model\":\"a\",\"x\":tru}",
                "{\"model\":\"a\",\"x\":[1}",
                "{\"model\":\"a\",\"x\":[\"]}",
                "{model:\"a\"}",
                "{,\"model\":\"a\"}",
                "{\"model\":\"a\\",
                "{\"model\":\"a\",\"x\":'1'}"
            })
    void hasNoFactsOfAnythingElse(String body) {
        BodyFacts facts = BodyFacts.of(body.getBytes(UTF_8));
        assertThat(facts.model()).isNull();
        assertThat(facts.stream()).isFalse();
        assertThat(facts.isObject()).isFalse();
        assertThat(facts.modelStart()).isEqualTo(-1);
    }

    @Test
    void malformedEscapeIsNoModel() {
        for (String bad : new String[] {"\\x", "\\u12", "\\u12g4", "\\u\uff11234"}) {
            BodyFacts facts = BodyFacts.of(("{\"model\":\"" + bad + "\"}").getBytes(UTF_8));
            assertThat(facts.model()).as(bad).isNull();
            assertThat(facts.modelStart()).isEqualTo(-1);
        }
    }

    @Test
    void givesTheRangeOfTheModelInsideTheArray() {
        byte[] body = "xx\uFEFF \n{ \"é\":1,\"model\": \"gpt\" }yy".getBytes(UTF_8);
        BodyFacts facts = BodyFacts.of(body, 2, body.length - 4);
        String literal = new String(body, facts.modelStart(), facts.modelEnd() - facts.modelStart(), UTF_8);
        assertThat(literal).isEqualTo("\"gpt\"");
        assertThat(facts.model()).isEqualTo("gpt");
    }

    @Test
    void stopsWhenBothAreKnown() {
        assertThat(BodyFacts.of("{\"model\":\"a\",\"stream\":true,###".getBytes(UTF_8))
                        .model())
                .isEqualTo("a");
    }

    @Test
    void neverThrows() {
        Random random = new Random(7);
        String alphabet = "{}[]\",:\\ umodelstrea1tfn-";
        for (int round = 0; round < 200_000; round++) {
            StringBuilder text = new StringBuilder("{\"model\":");
            int length = random.nextInt(30);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] body = text.toString().getBytes(UTF_8);
            assertThatCode(() -> BodyFacts.of(body).model()).as(text.toString()).doesNotThrowAnyException();
        }
    }

    @Test
    void deepNestingIsNoProblem() {
        String deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);
        assertThat(BodyFacts.of(("{\"x\":" + deep + ",\"model\":\"a\"}").getBytes(UTF_8))
                        .model())
                .isEqualTo("a");
    }

    @Test
    void showsNoContent() {
        assertThat(BodyFacts.of("{\"model\":\"private\"}".getBytes(UTF_8))).hasToString("BodyFacts[19 bytes]");
    }
}
