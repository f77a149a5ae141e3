package io.gptload.benchmarks.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes this one starts, and their folder; neither outlives it. */
final class Programs implements AutoCloseable {

    private static final long STOP_SECONDS = 20;

    private final Path folder = Files.createTempDirectory("gptload-faults");
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private final Thread atExit = new Thread(this::clear);

    Programs() throws IOException {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    Path folder() {
        return folder;
    }

    /** Starts a program whose output goes to a file of its name, behind what is there. */
    Process start(String name, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output(name).toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        running.add(process);
        return process;
    }

    Path output(String name) {
        return folder.resolve(name + ".log");
    }

    /** As {@code kill} does. @return how long it took, in milliseconds */
    long terminate(Process process) throws InterruptedException {
        long begun = System.nanoTime();
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        running.remove(process);
        return (System.nanoTime() - begun) / 1_000_000;
    }

    /** As {@code kill -9} does. */
    void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
        running.remove(process);
    }

    private void clear() {
        for (Process process : running) {
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Not all of " + folder + " could be deleted: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        clear();
    }
}
