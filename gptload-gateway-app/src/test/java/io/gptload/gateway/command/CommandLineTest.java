package io.gptload.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.config.ProcessEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    @TempDir
    Path folder;

    private OptionalInt run(String[] arguments, PrintStream out) {
        return CommandLine.run(arguments, new ProcessEnvironment(Map.of(), folder), InputStream.nullInputStream(), out);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "help                       | 0 | Usage",
                "-h                         | 0 | Usage",
                "--help                     | 0 | Usage",
                "foo                        | 1 | Unknown command: foo",
                "--nope                     | 1 | Unknown command: --nope",
                "migrate-keys               | 0 | --to-stdin",
                "migrate-keys --help        | 0 | --to-stdin",
                "migrate-keys --hidden      | 1 | unknown option",
                "migrate-keys hidden        | 1 | unknown option",
                "migrate-keys --force=hidden| 1 | unknown option",
                "migrate-keys --force       | 1 | neither --from nor --to",
                "migrate-keys --to          | 1 | --to needs a value",
                "migrate-keys --from=       | 1 | --from needs a value",
                "migrate-keys --to hidden --to-env X      | 1 | --to is given twice",
                "migrate-keys --from hidden --to hidden   | 1 | the same key",
                "migrate-keys --to-env NOT_SET            | 1 | NOT_SET is not set",
                "migrate-keys --to-stdin                  | 1 | no line for it",
                "migrate-keys --from=hidden               | 1 | list the processes",
                "migrate-keys -to hidden                  | 1 | there is no database",
            })
    void answersCommands(String line, int exitCode, String says) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OptionalInt result = run(line.split(" "), new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(result).hasValue(exitCode);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(says).doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource({"''", "--server.port=1", "--gptload.gateway.port=1"})
    void runsTheServerOtherwise(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : new String[] {line};
        assertThat(run(arguments, System.out)).isEmpty();
    }
}
