package io.gptload.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DotEnvTest {

    static Stream<Arguments> statements() {
        return Stream.of(
                arguments("plain", "A=b", Map.of("A", "b")),
                arguments("blanks around", "  A  =  b  ", Map.of("A", "b")),
                arguments("colon", "A: b", Map.of("A", "b")),
                arguments("export", "export A=b", Map.of("A", "b")),
                arguments("a name that only begins with export", "exportA=b", Map.of("exportA", "b")),
                arguments("every name character", "aZ_0.9=b", Map.of("aZ_0.9", "b")),
                arguments("blank lines and comments", "\n  # A=x\n\t\nA=b\n#", Map.of("A", "b")),
                arguments("CRLF", "A=b\r\nC=d\r\n", Map.of("A", "b", "C", "d")),
                arguments("empty value", "A=\nB=", Map.of("A", "", "B", "")),
                arguments("last of duplicates", "A=1\nA=2", Map.of("A", "2")),
                arguments("equals sign in a value", "A=b=c", Map.of("A", "b=c")),
                arguments("comment after a blank", "AUTH_KEY=abc # note", Map.of("AUTH_KEY", "abc")),
                arguments("mark without a blank", "AUTH_KEY=abc#note", Map.of("AUTH_KEY", "abc#note")),
                arguments("only the right-most comment", "A=x # y # z", Map.of("A", "x # y")),
                arguments("a mark further right without a blank", "A=x # y#z", Map.of("A", "x")),
                arguments("mark first", "A=#b", Map.of("A", "#b")),
                arguments("single quotes are literal", "B=1\nA='$B \\n #x'", Map.of("B", "1", "A", "$B \\n #x")),
                arguments("single quotes over lines", "A='x\ny'", Map.of("A", "x\ny")),
                arguments("escaped single quote", "A='x\\'y'", Map.of("A", "x\\'y")),
                arguments("double quotes keep a mark", "AUTH_KEY=\"a b#c\"", Map.of("AUTH_KEY", "a b#c")),
                arguments("double quotes over lines", "A=\"x\ny\"\nB=1", Map.of("A", "x\ny", "B", "1")),
                arguments("escapes", "A=\"a\\nb\\rc\\td\\\\e\\\"f\"", Map.of("A", "a\nb\rctd\\e\"f")),
                arguments("comment after a quoted value", "A=\"x\" # y", Map.of("A", "x")),
                arguments("two statements behind each other", "A=\"x\" B=y", Map.of("A", "x", "B", "y")),
                arguments("empty quotes", "A=\"\"\nB=''", Map.of("A", "", "B", "")),
                arguments("expansion", "A=1\nB=$A-${A}", Map.of("A", "1", "B", "1-1")),
                arguments("expansion in double quotes", "A=1\nB=\"$A ${A}\"", Map.of("A", "1", "B", "1 1")),
                arguments("unknown name", "A=x$NOPE", Map.of("A", "x")),
                arguments("not the environment of the process", "A=x$PATH", Map.of("A", "x")),
                arguments("a name defined later", "A=x$B\nB=1", Map.of("A", "x", "B", "1")),
                arguments("small letters do not expand", "a=1\nA=$a", Map.of("a", "1", "A", "$a")),
                arguments("escaped dollar", "B=1\nA=\\$B", Map.of("B", "1", "A", "$B")),
                arguments("escaped dollar in quotes", "B=1\nA=\"\\$B\"", Map.of("B", "1", "A", "$B")),
                arguments("command", "A=$(date)", Map.of("A", "$(date)")),
                arguments("lone dollar", "A=a$ b$", Map.of("A", "a$ b$")),
                arguments("a name and nothing else at the end", "A=1\nB", Map.of("A", "1")),
                arguments(
                        "an expanded value is not expanded again",
                        "A='$B'\nB=1\nC=$A",
                        Map.of("A", "$B", "B", "1", "C", "$B")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statements")
    void readsStatements(String name, String text, Map<String, String> expected) {
        assertThat(new DotEnvParser(text).parse()).isEqualTo(expected);
    }

    static Stream<Arguments> brokenTexts() {
        return Stream.of(
                arguments("dash in a name", "A=1\n\nB-C=secret", 3),
                arguments("no separator", "A\nB=secret", 1),
                arguments("unterminated quote", "A=1\nB=\"secret\nC=1", 2),
                arguments("unterminated single quote", "B='secret", 1),
                arguments("text behind a quote", "A=1\r\nB=\"x\"secret\nC=1", 2),
                arguments("export of nothing", "A=1\nexport ", 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenTexts")
    void refusesTheWholeText(String name, String text, int line) {
        assertThatThrownBy(() -> new DotEnvParser(text).parse())
                .isInstanceOfSatisfying(
                        DotEnvSyntaxException.class,
                        broken -> assertThat(broken.line()).isEqualTo(line))
                .hasMessageNotContaining("secret");
    }

    @Test
    void aBrokenFileIsAProblemThatNamesTheLineOnly(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(".env"), "GOOD=secret1\nBAD LINE\nKEY=secret2");
        DotEnv file = DotEnv.load(folder);
        assertThat(file.values()).isEmpty();
        assertThat(file.problem())
                .get()
                .asString()
                .startsWith(".env: line 2: ")
                .doesNotContain("secret", "BAD")
                .doesNotContain("\n");
    }

    @Test
    void aMissingFileIsNoProblem(@TempDir Path folder) {
        assertThat(DotEnv.load(folder).values()).isEmpty();
        assertThat(DotEnv.load(folder).problem()).isEmpty();
    }

    @Test
    void aFileThatIsNotTextIsAProblem(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve(".env"), new byte[] {'A', '=', (byte) 0xFF, (byte) 0xFE});
        assertThat(DotEnv.load(folder).problem()).get().asString().contains("UTF-8");
    }

    @Test
    void neverShowsValues() {
        assertThat(new DotEnv(Map.of("KEY", "hidden"), "note", Optional.empty()).toString())
                .contains("KEY")
                .doesNotContain("hidden");
    }
}
