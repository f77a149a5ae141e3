package io.gptload.samples.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationTest {

    private static final Path SOURCES = Path.of("src/main/java/io/gptload/samples/migration");

    @Test
    void theChangedApplicationGetsAllItsAnswers() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        boolean succeeded = Migration.run(new PrintStream(printed, true, StandardCharsets.UTF_8));

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(succeeded).as(text).isTrue();
        assertThat(text)
                .contains("one key, 1 of 3", "RateLimitException", "three keys, 3 of 3")
                .doesNotContain("leakcanary");
    }

    @Test
    void threeLinesAreAddedAndTheReadmeShowsThem() throws IOException {
        List<String> before = code("before");
        List<String> after = code("after");
        List<String> added = without(after, before);
        List<String> removed = without(before, after);

        assertThat(added).hasSize(3);
        assertThat(removed).isEmpty();
        assertThat(Files.readAllLines(Path.of("README.md")))
                .extracting(String::strip)
                .containsSubsequence(
                        "+" + indented(added.get(0), 8),
                        "+" + indented(added.get(1), 8),
                        "+" + indented(added.get(2), 16));
    }

    private static String indented(String line, int by) {
        return " ".repeat(by) + line;
    }

    /** The lines of the application but for imports, which an IDE writes. */
    private static List<String> code(String version) throws IOException {
        return Files.readAllLines(SOURCES.resolve(version).resolve("SupportBot.java")).stream()
                .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
                .map(String::strip)
                .toList();
    }

    private static List<String> without(List<String> lines, List<String> others) {
        List<String> rest = new ArrayList<>(lines);
        others.forEach(rest::remove);
        return rest;
    }
}
