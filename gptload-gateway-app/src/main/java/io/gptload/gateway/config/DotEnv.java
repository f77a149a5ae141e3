package io.gptload.gateway.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The {@code .env} file of the working directory.
 *
 * @param values what it defines; empty if it is missing or cannot be read, for a broken file counts as no file
 * @param note one line for the log saying what was found; names a line number at most, never a value
 */
record DotEnv(Map<String, String> values, String note) {

    private static final String NAME = ".env";

    DotEnv {
        values = Map.copyOf(values);
    }

    /** Reads the file in {@code directory}. */
    static DotEnv load(Path directory) {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return nothing("No .env file in the working directory, the environment alone counts");
        }
        try {
            Map<String, String> values = new DotEnvParser(Files.readString(file, StandardCharsets.UTF_8)).parse();
            return new DotEnv(values, "Read " + values.size() + " values from .env");
        } catch (DotEnvSyntaxException broken) {
            return nothing("Ignored the whole .env file: line " + broken.line() + ": " + broken.getMessage());
        } catch (IOException unreadable) {
            return nothing("Ignored the .env file: it cannot be read as UTF-8 text ("
                    + unreadable.getClass().getSimpleName() + ")");
        }
    }

    private static DotEnv nothing(String note) {
        return new DotEnv(Map.of(), note);
    }

    @Override
    public String toString() {
        return "DotEnv" + values.keySet();
    }
}
