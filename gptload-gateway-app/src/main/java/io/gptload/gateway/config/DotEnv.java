package io.gptload.gateway.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code .env} file of the working directory.
 *
 * @param values what it defines; empty if it is missing or cannot be read
 * @param note one line for the log saying what was found, without a value
 * @param problem what is wrong with it; names a line number at most, never what stands there
 */
record DotEnv(Map<String, String> values, String note, Optional<Problem> problem) {

    private static final String NAME = ".env";

    DotEnv {
        values = Map.copyOf(values);
    }

    /** Reads the file in {@code directory}. */
    static DotEnv load(Path directory) {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return new DotEnv(
                    Map.of(), "No .env file in the working directory, the environment alone counts", Optional.empty());
        }
        try {
            Map<String, String> values = new DotEnvParser(Files.readString(file, StandardCharsets.UTF_8)).parse();
            return new DotEnv(values, "Read " + values.size() + " values from .env", Optional.empty());
        } catch (DotEnvSyntaxException broken) {
            return broken("line " + broken.line() + ": " + broken.getMessage());
        } catch (IOException unreadable) {
            return broken(
                    "it cannot be read as UTF-8 text (" + unreadable.getClass().getSimpleName() + ")");
        }
    }

    /** gpt-load starts without the file then, with every default in place of what was meant. */
    private static DotEnv broken(String reason) {
        Problem problem = new Problem(NAME, reason, "Correct the file in the working directory, or remove it");
        return new DotEnv(Map.of(), "The .env file was not used", Optional.of(problem));
    }

    @Override
    public String toString() {
        return "DotEnv" + values.keySet();
    }
}
