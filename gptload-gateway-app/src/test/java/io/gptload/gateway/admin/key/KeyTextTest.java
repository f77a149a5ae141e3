package io.gptload.gateway.admin.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyTextTest {

    static List<Arguments> texts() {
        return List.of(
                Arguments.of("a", List.of("a")),
                Arguments.of("a,b;c\nd\r\ne\tf  g", List.of("a", "b", "c", "d", "e", "f", "g")),
                Arguments.of(",; \n a ,;", List.of("a")),
                Arguments.of("\uFEFFa\u00A0b\u3000c", List.of("a", "b", "c")),
                Arguments.of("a,a", List.of("a", "a")),
                Arguments.of("[\"a\",\"b c\",\" d \"]", List.of("a", "b c", "d")),
                Arguments.of(" [\"a\", \"\", null, \"b\"]\n", List.of("a", "b")),
                Arguments.of("[\"\\u0061\"]", List.of("a")),
                Arguments.of("[\"a\",1]", List.of("[\"a\"", "1]")),
                Arguments.of("[\"a\"] b", List.of("[\"a\"]", "b")),
                Arguments.of("[\"a\"", List.of("[\"a\"")),
                Arguments.of("{\"a\":1}", List.of("{\"a\":1}")),
                Arguments.of("[]", List.of()),
                Arguments.of("", List.of()),
                Arguments.of(" ,;\n", List.of()));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void keysAreReadFromAJsonArrayOrBetweenSeparators(String text, List<String> keys) {
        KeyText parsed = KeyText.of(text);
        assertThat(parsed.toList()).isEqualTo(keys);
        assertThat(parsed.count()).isEqualTo(keys.size());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aFileIsReadLikeAText(String text, List<String> keys, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("keys.txt"), text);
        KeyText parsed = KeyText.of(file);
        assertThat(parsed.toList()).isEqualTo(keys);
        assertThat(parsed.count()).isEqualTo(keys.size());
    }

    @Test
    void bytesThatAreNoTextDoNoHarm(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("keys.txt"), new byte[] {'a', (byte) 0xFF, '\n', 'b'});
        assertThat(KeyText.of(file).toList()).hasSize(2).contains("b");
    }

    @Test
    void noKeyShowsInItsText() {
        assertThat(KeyText.of("sk-leakcanary-shown-0001")).hasToString("KeyText[1]");
    }
}
