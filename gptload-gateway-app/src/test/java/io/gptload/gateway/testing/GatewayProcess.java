package io.gptload.gateway.testing;

import io.gptload.gateway.GatewayApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway as a process of its own, on a free port, to be ended as processes are. */
public final class GatewayProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("gptload gateway .* serves on http://[^ ]*:(\\d+) after");
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private GatewayProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "gateway output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it from the class path of the tests, with its data in that folder, and waits until it serves. */
    public static GatewayProcess start(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayApplication.class.getName()));
        command.addAll(List.of(arguments));
        return start(folder, Map.of(), command);
    }

    /** Starts it with that command and these variables, and waits until it serves. */
    public static GatewayProcess start(Path folder, Map<String, String> variables, List<String> command)
            throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("AUTH_KEY", RunningGateway.AUTH_KEY);
        builder.environment().put("DATABASE_DSN", folder.resolve("gpt-load.db").toString());
        builder.environment().put("HOST", "127.0.0.1");
        builder.environment().put("SERVER_PORT", "0");
        builder.environment().putAll(variables);
        GatewayProcess gateway = new GatewayProcess(builder.start());
        try {
            gateway.port.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return gateway;
        } catch (Exception e) {
            gateway.close();
            throw new IllegalStateException("The gateway did not start:\n" + gateway.output(), e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    port.complete(Integer.parseInt(ready.group(1)));
                }
            }
            port.completeExceptionally(new IllegalStateException("It ended"));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return port.join();
    }

    /** What it printed so far. */
    public String output() {
        return String.join("\n", output);
    }

    /** Asks it to end, as {@code kill} does. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end. @return the exit code */
    public int waitFor(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("The gateway still runs after " + patience + ":\n" + output());
        }
        return process.exitValue();
    }

    /** Its process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
