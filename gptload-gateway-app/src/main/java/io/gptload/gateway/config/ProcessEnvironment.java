package io.gptload.gateway.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the process was started with.
 *
 * @param variables the environment variables
 * @param workingDirectory where {@code .env} is looked for and what relative paths are relative to
 */
public record ProcessEnvironment(Map<String, String> variables, Path workingDirectory) {

    /** Copies the variables. */
    public ProcessEnvironment {
        variables = Map.copyOf(variables);
        workingDirectory = workingDirectory.toAbsolutePath().normalize();
    }

    /** That of this process. */
    public static ProcessEnvironment current() {
        return new ProcessEnvironment(System.getenv(), Path.of(""));
    }

    /** Names only. */
    @Override
    public String toString() {
        return "ProcessEnvironment[" + workingDirectory + ", " + variables.keySet() + "]";
    }
}
