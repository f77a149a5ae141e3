package io.gptload.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server. It answers only on the loopback address and believes every password. */
public final class PostgreSqlServer extends LocalServer {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String USER = "postgres";

    private @Nullable EmbeddedPostgres server;

    private PostgreSqlServer() {
        super("gptload-postgresql", "postgres");
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
                    .setDataDirectory(folder().resolve("data"))
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port())
                    .setPGStartupWait(PATIENCE)
                    .setServerConfig("synchronous_commit", "on") // else kill -9 loses what was just committed
                    .setServerConfig("log_min_messages", "fatal") // others show statements, and with them keys
                    .setServerConfig("log_min_error_statement", "panic")
                    .start();
            String pid =
                    Files.readAllLines(folder().resolve("data/postmaster.pid")).get(0);
            runsAs(ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    TestDatabase database(String name) {
        return new TestDatabase(
                "127.0.0.1", port(), name, "jdbc:postgresql://127.0.0.1:" + port() + "/" + name, USER, "");
    }

    @Override
    public void stop() {
        process().interrupt();
        ended();
    }

    /** Gives back the lock on the folder, without which the server could not be started again. */
    @Override
    void ended() {
        super.ended();
        try {
            if (server != null) {
                server.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shared {
        static final PostgreSqlServer SERVER = new PostgreSqlServer();
    }
}
