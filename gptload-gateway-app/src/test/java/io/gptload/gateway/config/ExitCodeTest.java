package io.gptload.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.GatewayApplication;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a process of its own. */
class ExitCodeTest {

    @TempDir
    Path folder;

    @Test
    void aRefusedStartExitsWithOneAndNoStackTrace() throws Exception {
        Exit exit = run(Map.of("PORT", "70000", "REDIS_DSN", "redis://:hidden@h"));
        assertThat(exit.code()).isEqualTo(1);
        assertThat(exit.output())
                .contains("PORT: 70000", "AUTH_KEY: it is not set")
                .doesNotContain("\tat ", "Exception", "hidden");
    }

    @Test
    void aBrokenFileOfVariablesIsOneLine() throws Exception {
        Files.writeString(folder.resolve(".env"), "AUTH_KEY=hidden\nB \"x\n");
        Exit exit = run(Map.of());
        assertThat(exit.code()).isEqualTo(1);
        assertThat(exit.output().lines().filter(line -> line.contains(".env: line 2: ")))
                .hasSize(1);
        assertThat(exit.output()).doesNotContain("\tat ", "Exception", "hidden");
    }

    @Test
    void commandsExit() throws Exception {
        assertThat(run(Map.of(), "help").code()).isZero();
        assertThat(run(Map.of(), "foo").code()).isEqualTo(1);
    }

    private Exit run(Map<String, String> variables, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                GatewayApplication.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("AUTH_KEY", "DATABASE_DSN", "JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Exit(process.exitValue(), output);
    }

    private record Exit(int code, String output) {}
}
