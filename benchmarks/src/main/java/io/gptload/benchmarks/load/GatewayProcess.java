package io.gptload.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The gateway as it is delivered, on its SQLite file. */
final class GatewayProcess {

    private final Process process;
    private final Path output;
    private final int port;

    private GatewayProcess(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param key opens it, for the administration and for calls
     * @param arguments of the JVM
     */
    static GatewayProcess start(
            Workplace place, String core, Path jar, String key, int mostRequests, List<String> arguments, int port)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(arguments);
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        Map<String, String> environment = Map.of(
                "PORT", String.valueOf(port),
                "HOST", "127.0.0.1",
                "AUTH_KEY", key,
                "DATABASE_DSN", Database.file(place).toString(),
                "MAX_CONCURRENT_REQUESTS", String.valueOf(mostRequests));
        Process process = place.start("gateway", core, environment, command);
        return new GatewayProcess(process, place.output("gateway"), port);
    }

    private static String java() {
        String home = System.getenv("JAVA_HOME");
        return home == null || home.isEmpty() ? "java" : home + "/bin/java";
    }

    int port() {
        return port;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Fails with what it wrote if it ended. */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("The gateway ended:\n" + Files.readString(output));
        }
    }
}
