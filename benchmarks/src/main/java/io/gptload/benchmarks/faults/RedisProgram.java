package io.gptload.benchmarks.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import redis.embedded.core.ExecutableProvider;

/** A Redis server on a port of its own that stays the same. */
final class RedisProgram {

    private static final int TRIES = 100;

    private final Programs programs;
    private final Path executable;
    private final int port = Programs.freePort();
    private Process process;

    RedisProgram(Programs programs) throws IOException, InterruptedException {
        this.programs = programs;
        this.executable = ExecutableProvider.newJarResourceProvider(
                        programs.folder().toFile())
                .get()
                .toPath();
        this.process = start();
    }

    private Process start() throws IOException, InterruptedException {
        Process started = programs.start(
                "redis",
                Map.of(),
                List.of(
                        executable.toString(),
                        "--port",
                        String.valueOf(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no"));
        for (int i = 0; i < TRIES; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return started;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("Redis does not start, see " + programs.output("redis"));
    }

    int port() {
        return port;
    }

    void kill() throws InterruptedException {
        programs.kill(process);
    }

    void startAgain() throws IOException, InterruptedException {
        process = start();
    }
}
