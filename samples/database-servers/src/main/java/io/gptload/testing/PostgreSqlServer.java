package io.gptload.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server. It answers only on the loopback address and believes every password. */
public final class PostgreSqlServer implements DatabaseServer {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String USER = "postgres";

    private final Path folder;
    private final int port;
    private final AtomicInteger databases = new AtomicInteger();
    private @Nullable EmbeddedPostgres server;
    private @Nullable ServerProcess process;

    private PostgreSqlServer() {
        this.folder = ServerFiles.newFolder("gptload-postgresql");
        this.port = ServerFiles.freePort();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        start();
    }

    /** The one of this JVM, started by the first who asks; it must be left running. */
    public static PostgreSqlServer shared() {
        ServerFiles.assumeSupported();
        return Shared.SERVER;
    }

    /** One of the test's own. */
    public static PostgreSqlServer startNew() {
        ServerFiles.assumeSupported();
        return new PostgreSqlServer();
    }

    @Override
    public void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setPGStartupWait(PATIENCE)
                    .setServerConfig("synchronous_commit", "on") // else kill -9 loses what was just committed
                    .setServerConfig("log_min_messages", "fatal") // others show statements, and with them keys
                    .setServerConfig("log_min_error_statement", "panic")
                    .start();
            String pid =
                    Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0);
            process = new ServerProcess(
                    ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TestDatabase newDatabase() {
        String name = "test_" + databases.incrementAndGet();
        database("postgres").execute("CREATE DATABASE " + name);
        return database(name);
    }

    private TestDatabase database(String name) {
        return new TestDatabase("127.0.0.1", port, name, "jdbc:postgresql://127.0.0.1:" + port + "/" + name, USER, "");
    }

    @Override
    public int port() {
        return port;
    }

    private ServerProcess process() {
        if (process == null) {
            throw new IllegalStateException("The server is not running");
        }
        return process;
    }

    @Override
    public void stop() {
        process().interrupt();
        release();
    }

    @Override
    public void kill() {
        process().kill();
        release();
    }

    /** Gives back the lock on the folder, without which the server could not be started again. */
    private void release() {
        process = null;
        try {
            if (server != null) {
                server.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void pause() {
        process().pause();
    }

    @Override
    public void resume() {
        process().resume();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
        if (Files.exists(folder)) {
            ServerFiles.delete(folder);
        }
    }

    private static final class Shared {
        static final PostgreSqlServer SERVER = new PostgreSqlServer();
    }
}
