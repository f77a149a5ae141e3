package io.gptload.gateway.blackbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program of this machine that was run. */
record Program(int exit, String output) {

    /** What a program that could not be run, or did not end in time, seems to end with. */
    private static final int NEVER_ENDED = -1;

    /** The variables that would lead the SDKs elsewhere. */
    private static final List<String> LEFT_OUT =
            List.of("OPENAI_", "ANTHROPIC_", "GOOGLE_", "GEMINI_", "NODE_", "PYTHON");

    /** Runs it to its end. Whatever goes wrong is told by its exit code and output. */
    static Program run(Path folder, Duration patience, Map<String, String> variables, String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> LEFT_OUT.stream().anyMatch(name::startsWith));
        builder.environment().put("NO_PROXY", "127.0.0.1");
        builder.environment().putAll(variables);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Program(process.exitValue(), output.join());
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return new Program(NEVER_ENDED, command[0] + " did not end in " + patience + "\n" + output.join());
        } catch (IOException e) {
            return new Program(NEVER_ENDED, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    boolean succeeded() {
        return exit == 0;
    }
}
