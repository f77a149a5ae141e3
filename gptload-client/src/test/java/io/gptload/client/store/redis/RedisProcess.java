package io.gptload.client.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.embedded.RedisServer;

/** A real Redis server on a free port of this machine, which can be killed, started again and held up. */
public final class RedisProcess implements AutoCloseable {

    private final int port;
    private final Path socket;
    private RedisServer server;
    private ProcessHandle process;

    public RedisProcess(Path folder) {
        port = freePort();
        socket = folder.resolve("redis.sock");
        start();
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public Path socket() {
        return socket;
    }

    public RedisConnection connection() {
        return RedisConnection.server("127.0.0.1", port);
    }

    /** Something to look into it with. */
    public UnifiedJedis client() {
        return RedisClient.builder().hostAndPort("127.0.0.1", port).build();
    }

    public void start() {
        try {
            server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("unixsocket " + socket)
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            Set<ProcessHandle> before = children();
            server.start();
            process = children().stream()
                    .filter(child -> !before.contains(child))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }

    /** Without a word to its clients. */
    public void kill() {
        process.destroyForcibly();
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It takes what comes, and says nothing. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (server.isActive()) {
            try {
                server.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
