package io.gptload.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "help                       | 0 | Usage",
                "-h                         | 0 | Usage",
                "--help                     | 0 | Usage",
                "foo                        | 1 | Unknown command: foo",
                "--nope                     | 1 | Unknown command: --nope",
                "migrate-keys               | 0 | migrate-keys --to",
                "migrate-keys --help        | 0 | migrate-keys --to",
                "migrate-keys --to hidden   | 1 | not available",
                "migrate-keys -from=hidden  | 1 | not available",
                "migrate-keys --hidden      | 1 | unknown option",
            })
    void answersCommands(String line, int exitCode, String says) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OptionalInt result = CommandLine.run(line.split(" "), new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(result).hasValue(exitCode);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(says).doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource({"''", "--server.port=1", "--gptload.gateway.port=1"})
    void runsTheServerOtherwise(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : new String[] {line};
        assertThat(CommandLine.run(arguments, System.out)).isEmpty();
    }
}
